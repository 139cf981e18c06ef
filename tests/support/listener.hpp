// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <thread>
#include <vector>

namespace tokenshift::test {

/// A web server on loopback that answers every request with one status and keeps what it was sent.
class Listener {
 public:
  explicit Listener(int status = 200);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// "http://127.0.0.1:PORT".
  std::string url() const;
  /// Ends it, and gives the requests, header and body.
  std::vector<std::string> requests();

 private:
  void serve();

  int status_;
  int socket_ = -1;
  int port_ = 0;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace tokenshift::test
