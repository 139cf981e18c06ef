// SPDX-License-Identifier: Apache-2.0
#include "support/proxy.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <poll.h>
#include <string_view>
#include <unistd.h>

namespace tokenshift::test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  address.sin_port = ::htons(static_cast<in_port_t>(port));
  return address;
}

int connected_to(int port) {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return server;
  }
  ::close(server);
  return -1;
}

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// What is there to read; empty at the end of the stream.
std::string_view read_some(int from, std::array<char, 65536>& buffer) {
  const ssize_t size = ::read(from, buffer.data(), buffer.size());
  return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

}  // namespace

Proxy::Proxy(int server_port, std::string text, int n)
    : server_port_(server_port), text_(std::move(text)), n_(n) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener_, 8) == 0);
  REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  REQUIRE(::pipe(wake_) == 0);
  port_ = ::ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Proxy::~Proxy() {
  ::close(wake_[1]);
  thread_.join();
  ::close(wake_[0]);
  ::close(listener_);
}

// One connection after the other is enough: a run has one.
void Proxy::serve() {
  for (;;) {
    std::array<pollfd, 2> waiting{pollfd{listener_, POLLIN, 0}, pollfd{wake_[0], POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0 || waiting[1].revents != 0) return;
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    pass(client);
    ::close(client);
  }
}

void Proxy::pass(int client) {
  const int server = connected_to(server_port_);
  std::array<char, 65536> buffer{};
  bool losing = false;
  int seen = 0;
  while (server >= 0) {
    std::array<pollfd, 3> waiting{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0},
                                  pollfd{wake_[0], POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0 || waiting[2].revents != 0) break;
    if (waiting[0].revents != 0) {
      const std::string_view bytes = read_some(client, buffer);
      if (bytes.empty() || !write_all(server, bytes)) break;
      if (!lost_ && bytes.find(text_) != std::string_view::npos) losing = ++seen == n_;
    }
    if (waiting[1].revents != 0) {
      const std::string_view bytes = read_some(server, buffer);
      if (losing) lost_ = true;  // the server has answered, and nobody will know
      if (bytes.empty() || losing || !write_all(client, bytes)) break;
    }
  }
  if (server >= 0) ::close(server);
}

}  // namespace tokenshift::test
