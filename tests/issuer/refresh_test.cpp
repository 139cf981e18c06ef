// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/issuer/refresh.hpp"

#include "tokenshift/issuer/revocations.hpp"
#include "tokenshift/revocation/write.hpp"

#include "issuer/fixtures.hpp"
#include "support/stores.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace tokenshift::issuer {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t start_ms = example_second * 1000;
constexpr std::int64_t day_ms = 86'400'000;

// The old token, presented at some moment.
struct Exchange {
  Settings settings = {};
  Request first = example_request(Grant::password);
  std::int64_t at_ms = 1800'000;  // after it was issued
  RefreshRequest request = {};
};

RefreshRequest present(const std::string& token, const Request& first) {
  return {.token = token, .client = first.client};
}

Refreshed exchange(const Exchange& what, const std::string& token, db::Connection& store) {
  const Sources sources = fixed_sources("abcdef", start_ms + what.at_ms);
  jwt::TokenVerifier verifier(
      {{.key = test_key().verification_key()}},
      {.now = sources.now(),
       .issuer = "https://localhost:9443/oauth2/token",
       .skew = what.settings.skew,
       .server = what.settings.profile == Profile::p43 ? jwt::Profile::p43 : jwt::Profile::p47,
       .revocations = revocation_query(store)});
  Issuer issuer = make_issuer(what.settings, sources);
  RefreshRequest request = what.request;
  request.token = token;
  request.client = what.first.client;
  return refresh(issuer, verifier, &store, sources, request);
}

std::string old_token(const Exchange& what) {
  return make_issuer(what.settings, fixed_sources("123")).issue(what.first).refresh_token;
}

// One exchange in a fresh store.
Refreshed once(const Exchange& what) {
  Refreshed result;
  test::on_each_store([&](const test::Store& store) {
    const auto database = store.open();
    result = exchange(what, old_token(what), *database);
  });
  return result;
}

TEST_CASE("with renewal on, new tokens are issued and the old refresh token is spent") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    Exchange what;
    what.first = example_request(Grant::authorization_code);
    what.first.scopes = {"openid", "read"};
    const std::string token = old_token(what);
    const Refreshed first = exchange(what, token, *database);
    REQUIRE(first.issued);
    CHECK(first.spends_token);
    CHECK_FALSE(first.same_refresh_token);
    CHECK(first.issued->refresh_token != token);
    CHECK(first.issued->scope == "openid read");
    CHECK(claims_of(first.issued->access_token).find(R"("is_consented":true)") !=
          std::string::npos);
    CHECK(first.issued->refresh.expires == example_second + 1800 + 86400);

    const Refreshed again = exchange(what, token, *database);
    CHECK(again.error == "invalid_grant");
    CHECK(again.description == "Invalid refresh token state");
    CHECK_FALSE(again.issued);
    what.at_ms += 1000;
    CHECK(exchange(what, first.issued->refresh_token, *database).issued);
  });
}

TEST_CASE("with renewal off, the same refresh token comes back and nothing is stored") {
  for (const bool by_client : {false, true}) {
    Exchange what{.settings = {.renew_refresh_token = by_client}};
    if (by_client) what.first.client.renew_refresh_token = false;
    test::on_each_store([&](const test::Store& store) {
      const auto database = store.open();
      const std::string token = old_token(what);
      for (int i = 0; i < 2; ++i) {
        const Refreshed result = exchange(what, token, *database);
        REQUIRE(result.issued);
        CHECK(result.same_refresh_token);
        CHECK(result.issued->refresh_token == token);
      }
      CHECK(store.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS") == 0);
    });
  }
}

TEST_CASE("without the extension the end stays; the server moves it, and faithful does so") {
  Exchange what{.settings = {.extend_on_renewal = false}};
  const Refreshed strict = once(what);
  REQUIRE(strict.issued);
  CHECK(strict.issued->refresh.issued == example_second);
  CHECK(strict.issued->refresh.expires == example_second + 86400);
  CHECK(strict.differences.front().find("extend_refresh_token_expiry_time_on_renewal") !=
        std::string::npos);

  what.request.faithful = true;
  const Refreshed faithful = once(what);
  REQUIRE(faithful.issued);
  CHECK(faithful.issued->refresh.issued == example_second);
  CHECK(faithful.issued->refresh.expires == example_second + 1800 + 86400);
}

TEST_CASE("a refresh token needs a whole second more to live") {
  Exchange what;
  what.at_ms = day_ms - 1000;
  CHECK(once(what).issued);
  for (const std::int64_t ms : {day_ms - 999, day_ms, day_ms + 1}) {
    what.at_ms = ms;
    const Refreshed result = once(what);
    CHECK(result.error == "invalid_grant");
    CHECK(result.description == "Refresh token is expired.");
  }
}

TEST_CASE("what the server's skew lets through is refused, unless asked to be faithful") {
  // With a skew of 60 s a revoked token passes the server from 60 s before its end to 59 s after.
  struct Row {
    std::int64_t before_end_ms;
    bool revoked;
    bool strict;
    bool faithful;
  };
  for (const Row& row :
       {Row{60'001, true, false, false}, Row{60'000, true, false, false},
        Row{59'999, true, false, true}, Row{0, true, false, true}, Row{-59'000, true, false, true},
        Row{-59'001, true, false, false}, Row{59'999, false, true, true},
        Row{0, false, false, true}, Row{-59'001, false, false, false}}) {
    CAPTURE(row.before_end_ms);
    CAPTURE(row.revoked);
    for (const bool faithful : {false, true}) {
      CAPTURE(faithful);
      test::on_each_store([&](const test::Store& store) {
        const auto database = store.open();
        Exchange what{.settings = {.skew = seconds{60}}, .at_ms = day_ms - row.before_end_ms};
        what.request.faithful = faithful;
        const std::string token = old_token(what);
        if (row.revoked) {
          revocation::write(*database,
                            {.tokens = {{.jti = uuid_of('3'), .client = example_client}}},
                            test::counting_ids());
        }
        const Refreshed result = exchange(what, token, *database);
        CHECK(result.issued.has_value() == (faithful ? row.faithful : row.strict));
        CHECK((row.strict == row.faithful ||
               result.differences.front().find("timestamp_skew") != std::string::npos));
      });
    }
  }
}

TEST_CASE("scopes may become fewer, never more") {
  Exchange what;
  what.first.scopes = {"read", "write"};
  what.request.scopes = {"read"};
  Refreshed result = once(what);
  REQUIRE(result.issued);
  CHECK(result.issued->scope == "read");
  what.request.scopes = {"read", "admin"};
  result = once(what);
  CHECK(result.error == "invalid_scope");
  CHECK_FALSE(result.issued);
}

TEST_CASE("what is no refresh token of this client is refused for its reason") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    Exchange what;
    const Issued issued = make_issuer({}, fixed_sources("123")).issue(what.first);
    CHECK(exchange(what, issued.access_token, *database).description ==
          "Valid refresh token data not found");
    std::string broken = issued.refresh_token;
    broken.back() = broken.back() == 'A' ? 'Q' : 'A';
    CHECK(exchange(what, broken, *database).error == "invalid_grant");
    CHECK(exchange(what, "a.b.c", *database).error == "invalid_request");

    Exchange other = what;
    other.first.client.key = "another";
    CHECK(exchange(other, issued.refresh_token, *database).error == "invalid_grant");
    other.request.faithful = true;
    CHECK(exchange(other, issued.refresh_token, *database).error == "server_error");

    const std::string before = make_issuer({.profile = Profile::p43}, fixed_sources("123"))
                                   .issue(what.first)
                                   .refresh_token;
    CHECK(exchange(what, before, *database).description ==
          "Invalid jwt refresh token provided for validation.");
    CHECK(store.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS") == 0);
  });
}

TEST_CASE("an optimized 4.6 exchanges its own refresh tokens") {
  const Exchange what{.settings = {.profile = Profile::p43}};
  CHECK(once(what).issued);
}

TEST_CASE("a refresh token of a client or user that was cut off is refused") {
  using revocation::Whose;
  for (const auto& [whose, key] :
       {std::pair(Whose::client, example_client), std::pair(Whose::user, example_user)}) {
    test::on_each_store([whose = whose, key = key](const test::Store& store) {
      const auto database = store.open();
      const Exchange what;
      revocation::write(
          *database, {.cut_offs = {{whose, key, "carbon.super", Time{milliseconds{start_ms + 1}}}}},
          test::counting_ids());
      CHECK(exchange(what, old_token(what), *database).error == "invalid_grant");
    });
  }
}

TEST_CASE("a dry run checks all and spends nothing") {
  test::on_each_store([](const test::Store& store) {
    const auto database = store.open();
    Exchange what;
    what.request.dry_run = true;
    const Refreshed result = exchange(what, old_token(what), *database);
    CHECK_FALSE(result.refused());
    CHECK_FALSE(result.issued);
    CHECK(result.spends_token);
    CHECK(store.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS") == 0);
  });
}

TEST_CASE("of several who present one token at the same time at most one gets tokens") {
  test::on_each_store([](const test::Store& store) {
    constexpr int clients = 4;
    const Exchange what;
    const std::string token = old_token(what);
    std::atomic<int> ready{0};
    std::atomic<int> served{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
      threads.emplace_back([&, i] {
        const auto database = store.open();
        const std::string digits =
            std::string("abcdef").substr(static_cast<std::size_t>(i)) + "1234";
        const Sources sources = fixed_sources(digits, start_ms + what.at_ms);
        jwt::TokenVerifier verifier({{.key = test_key().verification_key()}},
                                    {.now = sources.now(),
                                     .server = jwt::Profile::p47,
                                     .revocations = revocation_query(*database)});
        Issuer issuer = make_issuer({}, sources);
        ++ready;
        while (ready < clients) std::this_thread::yield();
        const Refreshed result =
            refresh(issuer, verifier, database.get(), sources, present(token, what.first));
        if (result.issued) ++served;
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(served <= 1);
    CHECK(store.number("SELECT COUNT(*) FROM IDN_INVALID_TOKENS") >= 1);
  });
}

}  // namespace
}  // namespace tokenshift::issuer
