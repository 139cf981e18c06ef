// SPDX-License-Identifier: Apache-2.0
#include "support/listener.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <unistd.h>

namespace tokenshift::test {
namespace {

// Whether header and body, whose length the header tells, are there.
bool is_complete(const std::string& request) {
  const std::size_t end = request.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::size_t length = request.find("Content-Length: ");
  const long body = length > end ? 0 : std::atol(request.c_str() + length + 16);
  return request.size() >= end + 4 + static_cast<std::size_t>(body);
}

}  // namespace

Listener::Listener(int status) : status_(status), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::listen(socket_, 8) == 0);
  socklen_t size = sizeof address;
  REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ::ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Listener::~Listener() { requests(); }

void Listener::serve() {
  for (;;) {
    const int client = ::accept(socket_, nullptr, nullptr);
    if (client < 0) return;
    std::string request;
    std::array<char, 4096> buffer{};
    while (!is_complete(request)) {
      const ssize_t count = ::read(client, buffer.data(), buffer.size());
      if (count <= 0) break;
      request.append(buffer.data(), static_cast<std::size_t>(count));
    }
    const std::string answer = "HTTP/1.1 " + std::to_string(status_) +
                               " X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    static_cast<void>(!::write(client, answer.data(), answer.size()));
    ::close(client);
    requests_.push_back(request);
  }
}

std::string Listener::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> Listener::requests() {
  if (thread_.joinable()) {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  return requests_;
}

}  // namespace tokenshift::test
