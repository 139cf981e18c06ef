// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace tokenshift::test {

/// A TCP proxy on loopback between a client and a server, which loses the reply to a message: it
/// passes the message on, waits for what the server says to it, and closes both connections instead
/// of passing that back. The client cannot know whether it was done; it was.
class Proxy {
 public:
  /// Loses the reply to the n-th message (from 1 on) of a connection that holds the text; later
  /// connections are passed through.
  Proxy(int server_port, std::string text, int n);
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy();

  int port() const { return port_; }
  bool has_lost() const { return lost_; }

 private:
  void serve();
  void pass(int client);

  int server_port_;
  std::string text_;
  int n_;
  int listener_ = -1;
  int port_ = 0;
  int wake_[2] = {-1, -1};
  std::atomic<bool> lost_ = false;
  std::thread thread_;
};

}  // namespace tokenshift::test
