// SPDX-License-Identifier: Apache-2.0
#include "names.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::lab {
namespace {

constexpr auto all_tenants = std::to_array<Tenant>({
    {super_tenant, "carbon.super", true, "1f0c7a52-8d34-4b6e-a1c9-52e7f30b6d18"},
    {acme_tenant, "acme.example", true, "2a6e9c13-47b5-4d08-b3f2-61d8c94e7a05"},
    {globex_tenant, "globex.example", true, "3c58d1f7-90a2-4e6b-84d3-70f9ab5c1e26"},
    {inactive_tenant, "initech.example", false, "4e72b0a8-1cd9-4f35-97e6-8b0a13cd5f47"},
});

constexpr auto given_names = std::to_array<std::string_view>(
    {"maria", "kasun", "ines",  "tomas", "aisha", "jonas", "priya", "leo",
     "hana",  "omar",  "greta", "diego", "nadia", "felix", "sofia", "viktor",
     "amara", "pavel", "lucia", "ravi",  "elena", "hugo",  "yuki",  "samir",
     "clara", "mateo", "freya", "nuwan", "iris",  "emil",  "zoe",   "anton"});

constexpr auto family_names = std::to_array<std::string_view>(
    {"santos", "perera",  "novak",  "okafor",  "lind",    "costa",  "schmidt", "tanaka",
     "haddad", "fischer", "rossi",  "silva",   "kumar",   "jensen", "moreau",  "petrov",
     "mbeki",  "walker",  "garcia", "fonseka", "ivanova", "weber",  "nakata",  "dubois"});

constexpr auto adjectives = std::to_array<std::string_view>(
    {"Mobile", "Partner", "Internal", "Legacy", "Public", "Regional", "Branch", "Web", "Batch",
     "Kiosk", "Field", "Nightly", "Store", "Customer", "Central", "Express"});

constexpr auto nouns = std::to_array<std::string_view>(
    {"Checkout",  "Billing", "Inventory", "Claims",    "Loyalty",   "Payments",
     "Tracking",  "Booking", "Reports",   "Pricing",   "Catalogue", "Invoices",
     "Shipments", "Payroll", "Weather",   "Telemetry", "Accounts",  "Delivery",
     "Orders",    "Support", "Returns",   "Vouchers",  "Schedule",  "Maps"});

}  // namespace

std::span<const Tenant> tenants() { return all_tenants; }

const Tenant& tenant(int id) {
  return *std::find_if(all_tenants.begin(), all_tenants.end(),
                       [&](const Tenant& candidate) { return candidate.id == id; });
}

std::string user_name(Random& random, std::int64_t number) {
  std::string name(random.one_of(given_names));
  return name.append(".").append(random.one_of(family_names)).append(std::to_string(number));
}

std::string application_name(Random& random, int number) {
  std::string name(random.one_of(adjectives));
  return name.append(random.one_of(nouns)).append(std::to_string(number));
}

}  // namespace tokenshift::lab
