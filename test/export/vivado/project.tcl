# Projects with their files, modules and runs, and the catalogue of IP cores.
namespace eval vivado {
  variable project ""
  variable project_folder ""
  variable sources {}
  variable open_design ""
}

proc vivado::need_project {} { variable project; if {$project eq ""} { error "no project is open" } }

proc vivado::do::create_project {options words} {
  if {$vivado::project ne ""} { error "create_project: project $vivado::project is still open" }
  if {![regexp {^x[aqc][a-z0-9]+(-[a-z0-9]+)?-[0-9]} [vivado::option $options -part]]} { error "create_project: no such part: [vivado::option $options -part]" }
  lassign $words name folder
  if {[dict exists $options -in_memory]} { set name in_memory }
  if {$name eq ""} { error "create_project: no name" }
  set vivado::project $name
  set vivado::project_folder $folder
  set vivado::sources {}
  set vivado::open_design ""
  if {$folder ne ""} { file mkdir $folder }
  vivado::make fileset sources_1
  foreach run {synth_1 impl_1} { vivado::make run $run {progress 0%} }
  return [vivado::make project $name [list part [dict get $options -part]]]
}
proc vivado::do::close_project {options words} { vivado::need_project; set vivado::project "" }
proc vivado::do::current_project {options words} { vivado::need_project; return $vivado::project }
proc vivado::do::current_fileset {options words} { vivado::need_project; return sources_1 }

proc vivado::add_sources {paths} {
  need_project
  variable sources
  foreach path $paths {
    must_exist [list $path]
    if {[file isdirectory $path]} { error "$path is a folder" }
    make file $path
    dict set sources $path {}
  }
}
proc vivado::do::add_files {options words} { vivado::add_sources [concat {*}$words] }
proc vivado::do::read_verilog {options words} { vivado::add_sources [concat {*}$words] }
proc vivado::do::get_files {options words} {
  vivado::need_project
  set found [lsearch -all -inline -glob [dict keys $vivado::sources] *[lindex $words 0]]
  if {[llength $found] == 0} { error "get_files: no file matches [lindex $words 0]" }
  return $found
}
proc vivado::do::update_compile_order {options words} { vivado::need fileset [vivado::option $options -fileset sources_1] }

# Text of the source that declares a module; a wrapper of a block design has none, but declares its module all the same.
proc vivado::module_text {name} {
  variable sources
  dict for {path modules} $sources {
    if {$name in $modules} { return "" }
    if {![file exists $path]} continue
    set text [read_text $path]
    if {[regexp "(?n)^module $name\\M" $text]} { return $text }
  }
  error "no source declares module $name"
}
proc vivado::check_top {name} { module_text $name }

# The board files of Vivado that this machine pretends to have: NFC_STUB_BOARDS, or those of the boards that we export for.
proc vivado::do::get_board_parts {options words} {
  set known {tul.com.tw:pynq-z2:part0:1.0 xilinx.com:zcu104:part0:1.0 xilinx.com:zcu104:part0:1.1}
  if {[info exists ::env(NFC_STUB_BOARDS)]} { set known $::env(NFC_STUB_BOARDS) }
  return [lsearch -all -inline -glob $known [lindex $words 0]]
}

proc vivado::do::update_ip_catalog {options words} {
  vivado::need_project
  foreach folder [vivado::value $vivado::project ip_repo_paths] {
    if {![dict exists $vivado::packaged $folder]} { error "update_ip_catalog: no packaged core in $folder" }
    vivado::must_exist [list [file join $folder component.xml]]
    vivado::catalogue_core [dict get $vivado::packaged $folder]
  }
}

proc vivado::do::get_runs {options words} { return [vivado::need run [lindex $words 0]] }
proc vivado::do::launch_runs {options words} {
  foreach run $words {
    vivado::need run $run
    if {[vivado::value sources_1 top] eq ""} { error "launch_runs: the design has no top" }
    if {[string match impl_* $run] && [vivado::value synth_1 progress] ne "100%"} { error "launch_runs: synth_1 has not finished" }
    if {![string is integer -strict [vivado::option $options -jobs 1]]} { error "launch_runs: -jobs is no number" }
    vivado::assign $run status launched
  }
}
proc vivado::do::wait_on_run {options words} {
  foreach run $words {
    vivado::need run $run
    if {[vivado::value $run status] ne "launched"} { error "wait_on_run: $run has not been launched" }
    if {![info exists ::env(NFC_STUB_FAIL)] || $::env(NFC_STUB_FAIL) ne $run} { vivado::assign $run progress 100% }
  }
}
proc vivado::do::open_run {options words} {
  vivado::need run [lindex $words 0]
  if {[vivado::value [lindex $words 0] progress] ne "100%"} { error "open_run: [lindex $words 0] has not finished" }
  set vivado::open_design project
}
