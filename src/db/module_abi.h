/* SPDX-License-Identifier: Apache-2.0 */
/* The interface between the program and a module that brings a database's client library. C only: no
 * C++ type and no exception crosses, so that a module may be built against another C++ library than
 * the program, which has its own linked in.
 *
 * Functions that can fail give 0 for success; else they have filled in the failure. Texts are UTF-8
 * and end with a zero; values have a size, and may hold zeros. */
#ifndef TOKENSHIFT_DB_MODULE_ABI_H
#define TOKENSHIFT_DB_MODULE_ABI_H

#include <stddef.h> /* NOLINT(modernize-deprecated-headers) */
#include <stdint.h> /* NOLINT(modernize-deprecated-headers) */

/* NOLINTBEGIN(modernize-use-using,modernize-redundant-void-arg,readability-identifier-naming) */
#ifdef __cplusplus
extern "C" {
#endif

#define TS_MODULE_ABI 1

/* Why something failed, as the server or its client library says it. Holds no password. */
typedef struct ts_failure {
  char state[6];      /* SQLSTATE; empty where none is known */
  int32_t code;       /* the number of the engine's own; 0 where none is known */
  int32_t lost;       /* not 0: the connection is gone */
  int32_t internal;   /* not 0: the module was used wrongly */
  char message[1024]; /* without SQL text and without line ends at its end */
} ts_failure;

typedef enum ts_kind { ts_null = 0, ts_integer = 1, ts_text = 2, ts_bytes = 3 } ts_kind;

/* A parameter or a column of the present row; `data` belongs to whoever made it. */
typedef struct ts_value {
  int32_t kind; /* ts_kind */
  int64_t number;
  const char* data;
  size_t size;
} ts_value;

typedef struct ts_setting {
  const char* name;
  const char* value;
} ts_setting;

/* Where to connect; a null pointer leaves a thing to the client library, with its own files and
 * defaults. */
typedef struct ts_target {
  const char* host; /* or the folder of a unix socket (PostgreSQL) */
  const char* port;
  const char* socket; /* the unix socket itself (MySQL) */
  const char* user;
  const char* password;
  const char* database;
  uint32_t connect_seconds;
  const ts_setting* settings; /* further ones, by the names of the client library */
  size_t setting_count;
} ts_target;

typedef struct ts_connection ts_connection;
typedef struct ts_statement ts_statement;

typedef struct ts_module {
  uint32_t abi; /* TS_MODULE_ABI */

  int (*open)(const ts_target* target, ts_connection** connection, ts_failure* failure);
  void (*close)(ts_connection* connection);

  /* The number by which the client library knows the server's process or thread. */
  int64_t (*session_id)(ts_connection* connection);

  /* Statements without parameters; results are dropped. */
  int (*execute)(ts_connection* connection, const char* sql, ts_failure* failure);

  /* With the engine's own placeholders. `portions`: the result may be large and comes in portions. */
  int (*prepare)(ts_connection* connection, const char* sql, int portions, ts_statement** statement,
                 ts_failure* failure);
  void (*finish)(ts_statement* statement);

  /* Runs it anew; the number of rows changed goes to *changed. */
  int (*start)(ts_statement* statement, const ts_value* parameters, size_t count, int64_t* changed,
               ts_failure* failure);
  /* Goes to the next row; *got is 0 when there is none. */
  int (*next)(ts_statement* statement, int* got, ts_failure* failure);
  size_t (*column_count)(ts_statement* statement);
  /* A column of the present row, valid until next(); counts from 0, and must be there. */
  int (*column)(ts_statement* statement, size_t index, ts_value* value, ts_failure* failure);

  /* Sends rows of COPY's text format, each ended by a line end. Null where there is no such thing.
   * `columns` are separated by commas. */
  int (*copy)(ts_connection* connection, const char* table, const char* columns, const char* rows,
              size_t size, ts_failure* failure);
} ts_module;

/* The only symbol that a module exports. */
#define TS_MODULE_SYMBOL "tokenshift_module"
typedef const ts_module* (*ts_module_function)(void);

#ifdef __cplusplus
}
#endif
/* NOLINTEND(modernize-use-using,modernize-redundant-void-arg,readability-identifier-naming) */
#endif
