# SPDX-License-Identifier: GPL-2.0-or-later
#
# mog in an ns-3 3.35 tree, the last that is built by waf; CMakeLists.txt is for all others. The files
# are those of module-files.cmake. c-core is built by CMake as everywhere, and is linked as the static
# library that it installs into the build directory. Its own tests are not part of ns-3's here.

import os
import re
import subprocess

NEEDS = [
    'core', 'network', 'internet', 'mobility', 'propagation', 'antenna', 'spectrum', 'applications',
    'flow-monitor', 'stats',
]
OPTIONAL = ['wifi', 'lte']


def c_core_directory(context):
    return os.path.join(context.bldnode.abspath(), 'mog-c-core')


# Builds and installs c-core. Returns what went wrong, or nothing.
def make_c_core(context):
    directory = c_core_directory(context)
    source = context.path.find_dir('c-core').abspath()
    for command in (
            ['cmake', '-S', source, '-B', directory, '-DBUILD_SHARED_LIBS=OFF',
             '-DCMAKE_POSITION_INDEPENDENT_CODE=ON', '-DCMAKE_INSTALL_LIBDIR=lib'],
            ['cmake', '--build', directory, '-j', str(os.cpu_count())],
            ['cmake', '--install', directory, '--prefix', os.path.join(directory, 'installed')]):
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        except OSError as error:
            return str(error)
        if done.returncode != 0:
            said = re.findall(r'Not found: .*|.*[Ee]rror:? .*', done.stdout)
            return said[0].strip() if said else 'cmake: ' + done.stdout[-200:].strip()
    for needed in ('include/mog/io.h', 'bin/mog'):
        if not os.path.exists(os.path.join(directory, 'installed', needed)):
            return 'libhdf5-dev is missing'


def configure(conf):
    problem = make_c_core(conf)
    if not problem:
        # not by check_cfg(), which with --static would link everybody's libraries statically
        packages = os.path.join(c_core_directory(conf), 'installed', 'lib', 'pkgconfig')
        flags = conf.cmd_and_log(['pkg-config', '--static', '--cflags', '--libs', 'mogcore'],
                                 env=dict(os.environ, PKG_CONFIG_PATH=packages))
        conf.parse_flags(flags, 'MOGCORE')
    conf.report_optional_feature('mog', 'mog', not problem,
                                 '%s (Debian\'s names: contrib/mog/packages.txt)' % problem)
    if problem:
        conf.env['MODULES_NOT_BUILT'].append('mog')


# The lists of module-files.cmake, whose conditions hold here: {'MOG_SOURCES': [...], ...}.
def read_lists(bld):
    text = bld.path.find_resource('module-files.cmake').read()
    text = re.sub('#.*', '', text)
    lists = {}
    for name, files in re.findall(r'(?:set\(|list\(APPEND )(MOG_\w+)\s+([^)]*)\)', text):
        lists.setdefault(name, []).extend(files.split())
    return lists


def build(bld):
    if 'mog' in bld.env['MODULES_NOT_BUILT']:
        return
    problem = make_c_core(bld)
    if problem:
        bld.fatal('mog: ' + problem)

    enabled = [name for name in OPTIONAL if 'ns3-' + name in bld.env['NS3_ENABLED_MODULES']]
    lists = read_lists(bld)

    def files(kind):
        return sum([lists['MOG_%s_%s' % (name.upper(), kind)] for name in enabled],
                   lists['MOG_' + kind])

    directory = bld.path.abspath()
    defines = ['MOG_DATA_DIR="%s"' % os.path.join(directory, 'data'), 'MOG_HAVE_HDF5']

    module = bld.create_ns3_module('mog', NEEDS + enabled)
    module.source = files('SOURCES')
    module.use.append('MOGCORE')
    module.defines = defines

    headers = bld(features='ns3header')
    headers.module = 'mog'
    headers.source = files('HEADERS')

    programs = []
    if bld.env['ENABLE_EXAMPLES']:
        for name in files('EXAMPLES'):
            program = bld.create_ns3_program(name, ['mog'] + NEEDS + enabled)
            program.path = bld.path.find_dir('examples')
            program.source = name + '.cc'
            program.use.append('MOGCORE')
            program.defines = defines
            programs.append(program)

    test = bld.create_ns3_module_test_library('mog')
    test.source = files('TEST_SOURCES')
    test.use.append('MOGCORE')
    test.defines = defines + [
        'MOG_TEST_DATA_DIR="%s"' % os.path.join(directory, 'c-core', 'tests', 'data'),
        'MOG_PROGRAM="%s"' % os.path.join(c_core_directory(bld), 'installed', 'bin', 'mog'),
        'MOG_EXAMPLE_FILES="%s"' % ''.join(
            '%s=%s|' % (program.name, os.path.join(program.path.get_bld().abspath(), program.target))
            for program in programs),
    ]
