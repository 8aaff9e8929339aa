# What find_package(spikelet) finds. Libraries record here what they link, so that the package asks a
# consumer's machine for exactly that; spikelet_install_package() writes the package at the end.

include_guard(GLOBAL)
include(CMakePackageConfigHelpers)

# The find_dependency() call behind each imported target's namespace. A library that links something
# new and not header-only gets its line here; leaving it out is an error at configure time.
set(SPIKELET_PACKAGE_Boost "Boost 1.81 CONFIG COMPONENTS headers")
set(SPIKELET_PACKAGE_CLI11 "CLI11 CONFIG")
set(SPIKELET_PACKAGE_GTest "GTest")
set(SPIKELET_PACKAGE_OpenSSL "OpenSSL")
set(SPIKELET_PACKAGE_Threads "Threads")
set(SPIKELET_PACKAGE_ZLIB "ZLIB")
set(SPIKELET_PACKAGE_fmt "fmt CONFIG")
set(SPIKELET_PACKAGE_nlohmann_json "nlohmann_json 3.11 CONFIG")
set(SPIKELET_PACKAGE_spdlog "spdlog CONFIG")

# True for an imported target that brings nothing to link: private use of it ends with our compile.
function(_spikelet_is_header_only out target)
    set(${out} FALSE PARENT_SCOPE)
    if(NOT TARGET ${target} OR target STREQUAL "Threads::Threads")
        return()
    endif()
    get_target_property(aliased ${target} ALIASED_TARGET)
    if(aliased)
        set(target ${aliased})
    endif()
    get_target_property(type ${target} TYPE)
    get_target_property(libraries ${target} INTERFACE_LINK_LIBRARIES)
    if(type STREQUAL "INTERFACE_LIBRARY" AND NOT libraries)
        set(${out} TRUE PARENT_SCOPE)
    endif()
endfunction()

# spikelet_package_link_items(<out> <library> PUBLIC|PRIVATE [items…])
# Translates what a library links into items that also hold after installation, and records the
# packages and libraries of ours that they come from. An item is an imported target, a library of
# ours, a path from find_library() (installed as -l<name>), or a generator expression (kept as it is).
function(spikelet_package_link_items out library visibility)
    set(items)
    foreach(item IN LISTS ARGN)
        if(item MATCHES "^\\$<")
            list(APPEND items "${item}")
        elseif(IS_ABSOLUTE "${item}")
            get_filename_component(file "${item}" NAME_WLE)
            string(REGEX REPLACE "^lib" "" file "${file}")
            list(APPEND items "$<BUILD_INTERFACE:${item}>" "$<INSTALL_INTERFACE:${file}>")
        elseif(item MATCHES "^spikelet::(.+)$")
            list(APPEND items "${item}")
            set_property(GLOBAL APPEND PROPERTY SPIKELET_PACKAGE_LIBRARIES_OF_${library} "${CMAKE_MATCH_1}")
        elseif(item MATCHES "^(.+)::")
            set(namespace "${CMAKE_MATCH_1}")
            _spikelet_is_header_only(header_only "${item}")
            if(visibility STREQUAL "PRIVATE" AND header_only)
                list(APPEND items "$<BUILD_INTERFACE:${item}>")
            elseif(DEFINED SPIKELET_PACKAGE_${namespace})
                list(APPEND items "${item}")
                set_property(GLOBAL APPEND PROPERTY SPIKELET_PACKAGE_PACKAGES_OF_${library}
                    "${SPIKELET_PACKAGE_${namespace}}")
            else()
                message(FATAL_ERROR "spikelet_${library} links ${item}: say in SpikeletPackage.cmake "
                    "which package provides it (SPIKELET_PACKAGE_${namespace})")
            endif()
        else()
            message(FATAL_ERROR "spikelet_${library} links '${item}': give an imported target, a "
                "library of ours as spikelet::<name>, or a path from find_library()")
        endif()
    endforeach()
    set(${out} "${items}" PARENT_SCOPE)
endfunction()

# Installs spikelet_<library> and its public headers.
function(spikelet_package_install_library library include)
    if(NOT SPIKELET_INSTALL)
        return()
    endif()
    set_property(GLOBAL APPEND PROPERTY SPIKELET_PACKAGE_LIBRARIES "${library}")
    install(TARGETS spikelet_${library} EXPORT spikelet-targets
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    get_property(installed GLOBAL PROPERTY SPIKELET_PACKAGE_INCLUDES)
    if(include MATCHES "/include/?$" AND NOT include IN_LIST installed)
        set_property(GLOBAL APPEND PROPERTY SPIKELET_PACKAGE_INCLUDES "${include}")
        install(DIRECTORY "${include}/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
    endif()
endfunction()

# Everything that `library` needs, its own libraries' needs included.
function(_spikelet_packages_of out library)
    get_property(packages GLOBAL PROPERTY SPIKELET_PACKAGE_PACKAGES_OF_${library})
    get_property(libraries GLOBAL PROPERTY SPIKELET_PACKAGE_LIBRARIES_OF_${library})
    foreach(other IN LISTS libraries)
        _spikelet_packages_of(more ${other})
        list(APPEND packages ${more})
    endforeach()
    list(REMOVE_DUPLICATES packages)
    set(${out} "${packages}" PARENT_SCOPE)
endfunction()

# Writes the package; called once, after every library is declared.
function(spikelet_install_package)
    set(destination "${CMAKE_INSTALL_LIBDIR}/cmake/spikelet")
    get_property(SPIKELET_LIBRARIES GLOBAL PROPERTY SPIKELET_PACKAGE_LIBRARIES)
    set(SPIKELET_LIBRARY_PACKAGES "")
    foreach(library IN LISTS SPIKELET_LIBRARIES)
        _spikelet_packages_of(packages ${library})
        string(APPEND SPIKELET_LIBRARY_PACKAGES "set(_spikelet_packages_of_${library} \"${packages}\")\n")
    endforeach()
    configure_package_config_file(
        "${_spikelet_cmake_dir}/spikelet-config.cmake.in"
        "${CMAKE_CURRENT_BINARY_DIR}/spikelet-config.cmake"
        INSTALL_DESTINATION "${destination}")
    write_basic_package_version_file(
        "${CMAKE_CURRENT_BINARY_DIR}/spikelet-config-version.cmake"
        VERSION "${spikelet_VERSION}"
        COMPATIBILITY SameMinorVersion)
    install(FILES
        "${CMAKE_CURRENT_BINARY_DIR}/spikelet-config.cmake"
        "${CMAKE_CURRENT_BINARY_DIR}/spikelet-config-version.cmake"
        DESTINATION "${destination}")
    install(EXPORT spikelet-targets NAMESPACE spikelet:: DESTINATION "${destination}")
    install(FILES "${spikelet_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
endfunction()
