set(TOKENSHIFT_SANITIZE "" CACHE STRING "Sanitizers for the whole build, e.g. address,undefined")

# Flags for our own code only; never for third-party headers.
add_library(project_settings INTERFACE)
target_compile_options(project_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wno-missing-field-initializers -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wswitch-enum -Wformat=2 -Wundef
  -fstack-protector-strong -ffunction-sections -fdata-sections
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  target_compile_options(project_settings INTERFACE -fstack-clash-protection -fcf-protection)
endif()
if(NOT TOKENSHIFT_SANITIZE)
  target_compile_options(project_settings INTERFACE
    $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE$<SEMICOLON>-D_FORTIFY_SOURCE=2>)
endif()
# g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105329).
target_compile_options(project_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_link_options(project_settings INTERFACE LINKER:--as-needed,-z,relro,-z,now,-z,pack-relative-relocs,--gc-sections)

if(TOKENSHIFT_SANITIZE)
  add_compile_options(-fsanitize=${TOKENSHIFT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TOKENSHIFT_SANITIZE})
endif()
