// SPDX-License-Identifier: Apache-2.0
// Where the scripts of other engines differ from PostgreSQL's, beyond the spelling of a type.
//
// Facts from the public scripts of wso2/carbon-apimgt at the commits its releases pin (the folder
// of the other schema files; oracle23 is oracle_23c.sql), UM_TENANT from wso2/carbon-kernel.
#include "schema_data.hpp"

#include <array>

namespace tokenshift::lab {
namespace {

using enum Deviation::Of;

constexpr Engines oracles = oracle | oracle23;

// Before 4.7.0 these follow the character set of the database, which the vendor wants to be latin1;
// in any wider one their indexes would be longer than InnoDB bears.
constexpr std::string_view latin1_32 = "VARCHAR(32) CHARACTER SET latin1";
constexpr std::string_view latin1_255 = "VARCHAR(255) CHARACTER SET latin1";
constexpr std::string_view latin1_1024 = "VARCHAR(1024) CHARACTER SET latin1";
constexpr std::string_view latin1_2048 = "VARCHAR(2048) CHARACTER SET latin1";
constexpr std::string_view binary_32 = "VARCHAR(32) CHARACTER SET latin1 COLLATE latin1_bin";
constexpr std::string_view binary_255 = "VARCHAR(255) CHARACTER SET latin1 COLLATE latin1_bin";
constexpr std::string_view binary_1024 = "VARCHAR(1024) CHARACTER SET latin1 COLLATE latin1_bin";
constexpr std::string_view binary_2048 = "VARCHAR(2048) CHARACTER SET latin1 COLLATE latin1_bin";

constexpr auto deviations = std::to_array<Deviation>({
    {"AM_SUBSCRIBER", "DATE_SUBSCRIBED", oracles, type, "DATE"},
    {"AM_SUBSCRIBER", "CREATED_TIME", oracles, type, "DATE"},
    {"AM_SUBSCRIBER", "CREATED_TIME", mysql, default_value, "CURRENT_TIMESTAMP"},
    {"AM_SUBSCRIBER", "UPDATED_TIME", oracles, type, "DATE"},
    {"AM_SUBSCRIBER", "UPDATED_TIME", mysql, default_value, "CURRENT_TIMESTAMP"},
    {"AM_APPLICATION", "NAME", mssql, type, "VARCHAR(100) COLLATE Latin1_General_CS_AS"},
    {"AM_APPLICATION", "NAME", db2, nullable, "NOT NULL"},
    {"AM_APPLICATION", "SUBSCRIBER_ID", db2, nullable, "NOT NULL"},
    {"AM_APPLICATION", "CREATED_TIME", oracles, type, "DATE"},
    {"AM_APPLICATION", "UPDATED_TIME", oracles, type, "DATE"},
    {"AM_APPLICATION", "UPDATED_TIME", mysql, default_value, "CURRENT_TIMESTAMP"},
    {"AM_APPLICATION", "TOKEN_TYPE", oracles, type, "VARCHAR2(100)"},
    {"AM_APPLICATION", "TOKEN_TYPE", db2, type, "VARCHAR(100)"},
    {"AM_APPLICATION", "ORGANIZATION", db2, nullable, "NOT NULL"},
    {"AM_APPLICATION_KEY_MAPPING", "CONSUMER_KEY", mysql | db2, type, "VARCHAR(255)"},
    {"AM_APPLICATION_KEY_MAPPING", "STATE", ~(sqlite | postgresql), nullable, "NOT NULL"},
    {"AM_APPLICATION_REGISTRATION", "SUBSCRIBER_ID", db2, nullable, "NOT NULL"},
    {"AM_APPLICATION_REGISTRATION", "APP_ID", db2, nullable, "NOT NULL"},
    {"AM_APPLICATION_REGISTRATION", "TOKEN_TYPE", db2, nullable, "NOT NULL"},
    {"AM_APPLICATION_REGISTRATION", "INPUTS", oracles, type, "VARCHAR2(1024)", always, 460},
    {"AM_APPLICATION_REGISTRATION", "INPUTS", mysql, type, "LONGBLOB", 460},
    {"AM_KEY_MANAGER", "NAME", h2 | db2, nullable, "NOT NULL"},
    {"AM_KEY_MANAGER", "ENABLED", mysql | h2 | mssql | oracle | db2, default_value, "1"},
    {"AM_KEY_MANAGER", "ENABLED", oracle23, default_value, "TRUE"},
    {"AM_KEY_MANAGER", "ORGANIZATION", db2, nullable, "NOT NULL"},
    {"AM_SYSTEM_APPS", "CREATED_TIME", h2, type, "TIMESTAMP(6)"},
    {"AM_SYSTEM_APPS", "CREATED_TIME", mssql, type, "DATETIME2(6)"},
    {"AM_SYSTEM_APPS", "CREATED_TIME", db2, type, "TIMESTAMP(0)"},
    {"AM_SYSTEM_APPS", "CREATED_TIME", ~(sqlite | postgresql | db2), nullable, "NULL"},
    {"AM_SYSTEM_APPS", "CREATED_TIME", h2, default_value, "CURRENT_TIMESTAMP(6)"},
    {"AM_REVOKED_JWT", "TIME_CREATED", mssql, default_value, "GETDATE()"},
    {"AM_API_KEY", "TIME_CREATED", mssql, type, "DATETIME2(6)"},
    {"AM_API_KEY", "LAST_USED", mssql, type, "DATETIME2(6)"},
    {"IDN_OAUTH_CONSUMER_APPS", "CONSUMER_KEY", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "ACCESS_TOKEN", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "CONSUMER_KEY_ID", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "AUTHZ_USER", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TENANT_ID", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "USER_DOMAIN", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "USER_TYPE", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TIME_CREATED", mysql, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TIME_CREATED", mysql, default_value, "CURRENT_TIMESTAMP"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TIME_CREATED", h2, default_value, "0"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "REFRESH_TOKEN_TIME_CREATED", mysql, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "REFRESH_TOKEN_TIME_CREATED", mysql, default_value,
     "CURRENT_TIMESTAMP"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "REFRESH_TOKEN_TIME_CREATED", h2, default_value, "0"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TOKEN_SCOPE_HASH", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TOKEN_STATE", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TOKEN_STATE_ID", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_ACCESS_TOKEN", "TOKEN_BINDING_REF", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_ID", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_TYPE", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_TYPE", mysql, type, latin1_32, always, 470},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_TYPE", mysql, type, binary_32, 470},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_REF", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_VALUE", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_VALUE", mysql, type, latin1_1024, always, 470},
    {"IDN_OAUTH2_TOKEN_BINDING", "TOKEN_BINDING_VALUE", mysql, type, binary_1024, 470},
    {"IDN_INVALID_TOKENS", "TOKEN_IDENTIFIER", mysql, type, latin1_2048, always, 470},
    {"IDN_INVALID_TOKENS", "TOKEN_IDENTIFIER", mysql, type, binary_2048, 470},
    {"IDN_INVALID_TOKENS", "TOKEN_IDENTIFIER", db2, type, "VARCHAR(511)", 460},
    {"IDN_INVALID_TOKENS", "CONSUMER_KEY", mysql, type, latin1_255, always, 470},
    {"IDN_INVALID_TOKENS", "CONSUMER_KEY", mysql, type, binary_255, 470},
    {"IDN_INVALID_TOKENS", "TIME_CREATED", h2, nullable, "NULL"},
    {"IDN_APP_REVOKED_EVENT", "ORGANIZATION", db2, nullable, "NOT NULL"},
    {"IDN_SUBJECT_ENTITY_REVOKED_EVENT", "ORGANIZATION", db2, nullable, "NOT NULL"},
    {"SP_APP", "UUID", db2, nullable, "NOT NULL"},
    {"SP_METADATA", "SP_ID", db2, nullable, "NOT NULL"},
    {"UM_TENANT", "UM_ID", db2, type, "DECIMAL(31,0)"},
    {"UM_TENANT", "UM_ACTIVE", oracles, type, "NUMBER(1)"},
    {"UM_TENANT", "UM_ACTIVE", mssql | oracles | db2, default_value, "0"},
    {"UM_TENANT", "UM_USER_CONFIG", mysql | h2, type, "LONGBLOB"},
    {"UM_TENANT", "UM_USER_CONFIG", db2, type, "BLOB(2G) NOT LOGGED"},
    {"UM_TENANT", "UM_USER_CONFIG", h2, nullable, "NOT NULL"},
    {"AM_APPLICATION_ATTRIBUTES", "TENANT_ID", oracles, nullable, "NULL"},
    {"AM_APPLICATION_ATTRIBUTES", "APP_ATTRIBUTE", oracles, nullable, "NULL"},
    {"AM_API_KEY_API_MAPPING", "API_UUID", mssql | db2, type, "VARCHAR(256)"},
    {"AM_API_KEY_APPLICATION_MAPPING", "APPLICATION_UUID", mssql | db2, type, "VARCHAR(256)"},
    {"IDN_OAUTH2_AUTHORIZATION_CODE", "AUTHORIZATION_CODE", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_AUTHORIZATION_CODE", "AUTHZ_USER", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_AUTHORIZATION_CODE", "USER_DOMAIN", db2, nullable, "NOT NULL"},
    {"IDN_OAUTH2_AUTHORIZATION_CODE", "TIME_CREATED", mysql, nullable, "NOT NULL"},
    {"IDN_OAUTH2_AUTHORIZATION_CODE", "TIME_CREATED", mysql, default_value, "CURRENT_TIMESTAMP"},
});

}  // namespace

std::span<const Deviation> all_deviations() { return deviations; }

}  // namespace tokenshift::lab
