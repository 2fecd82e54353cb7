# The IP packager: bus interfaces inferred from the attributes of the top's ports and checked against AXI, then what the script adds.
# As in Vivado, an object's name is of several words, so it must not be taken for a list.
namespace eval vivado {
  variable buses {}
  variable parents {}
  variable component_folder ""
  variable packaged {}
  variable driven_by_master {AWADDR AWLEN AWSIZE AWBURST AWCACHE AWPROT AWVALID WDATA WSTRB WLAST WVALID BREADY ARADDR ARLEN ARSIZE ARBURST ARCACHE ARPROT ARVALID RREADY}
  variable driven_by_slave {AWREADY WREADY BRESP BVALID ARREADY RDATA RRESP RLAST RVALID}
  variable burst_signals {AWLEN AWSIZE AWBURST AWCACHE WLAST ARLEN ARSIZE ARBURST ARCACHE RLAST}
}

# Bus name to vlnv, mode, parameters, and signals: logical name to direction and width.
proc vivado::infer_buses {text} {
  set found {}
  set pending ""
  foreach line [split $text \n] {
    if {[regexp {X_INTERFACE_INFO = "(\S+) (\S+) (\S+)"} $line -> vlnv bus logical]} {
      dict set found $bus vlnv $vlnv
      set pending [list $bus $logical]
    } elseif {[regexp {X_INTERFACE_PARAMETER = "XIL_INTERFACENAME (\w+), ([^"]+)"} $line -> bus list]} {
      foreach pair [split $list ,] { dict set found $bus parameters [lindex $pair 0] [lindex $pair 1] }
    } elseif {$pending ne "" && [regexp {^\s*(input|output)\s+wire\s*(?:\[(\d+):0\])?\s*\w+} $line -> direction high]} {
      dict set found {*}[list [lindex $pending 0] signals [lindex $pending 1]] [list $direction [expr {$high eq "" ? 1 : $high + 1}]]
      set pending ""
    } elseif {[regexp {^\s*(input|output)\M} $line]} {
      error "a port without bus interface: [string trim $line]"
    }
  }
  return $found
}

proc vivado::check_bus {name bus} {
  variable driven_by_master
  variable driven_by_slave
  variable burst_signals
  set signals [dict get $bus signals]
  if {![string match xilinx.com:interface:aximm:* [dict get $bus vlnv]]} {
    return [expr {[lindex [dict values $signals] 0 0] eq "input" ? "slave" : "master"}]
  }
  set mode [expr {[lindex [dict get $signals ARVALID] 0] eq "output" ? "master" : "slave"}]
  set parameters [dict get $bus parameters]
  set protocol [dict get $parameters PROTOCOL]
  foreach {list direction} [list $driven_by_master [expr {$mode eq "master" ? "output" : "input"}] $driven_by_slave [expr {$mode eq "master" ? "input" : "output"}]] {
    foreach signal $list {
      set wanted [expr {$protocol ne "AXI4LITE" || $signal ni $burst_signals}]
      if {[dict exists $signals $signal] != $wanted} { error "bus $name: $protocol [expr {$wanted ? "needs" : "has no"}] $signal" }
      if {$wanted && [lindex [dict get $signals $signal] 0] ne $direction} { error "bus $name: $signal of a $mode is no $direction" }
    }
  }
  set data [dict get $parameters DATA_WIDTH]
  set address [dict get $parameters ADDR_WIDTH]
  set widths [list WDATA $data RDATA $data WSTRB [expr {$data / 8}] ARADDR $address AWADDR $address RRESP 2 BRESP 2 ARPROT 3 AWPROT 3]
  if {$protocol ne "AXI4LITE"} {
    set length [expr {$protocol eq "AXI3" ? 4 : 8}]
    lappend widths ARLEN $length AWLEN $length ARSIZE 3 AWSIZE 3 ARBURST 2 AWBURST 2 ARCACHE 4 AWCACHE 4
    if {[dict get $parameters MAX_BURST_LENGTH] > 1 << $length} { error "bus $name: bursts of [dict get $parameters MAX_BURST_LENGTH] on $protocol" }
  }
  foreach {signal width} $widths {
    if {[lindex [dict get $signals $signal] 1] != $width} { error "bus $name: $signal has [lindex [dict get $signals $signal] 1] bits, $protocol wants $width" }
  }
  return $mode
}

proc vivado::add_child {class name parent {properties {}}} {
  variable parents
  set handle "$parent $class $name"
  if {[dict exists $parents $handle]} { error "$class $name exists already" }
  dict set parents $handle [list $parent $class $name]
  return [make $class $handle $properties]
}
# Objects of a class below another go, with all below them.
proc vivado::remove_children {class parent} {
  variable parents
  variable class_of
  foreach handle [children $class $parent] {
    foreach below {address_block register field} { remove_children $below $handle }
    dict unset parents $handle
    dict unset class_of $handle
  }
}
proc vivado::do::ipx::remove_all_memory_map {options words} { vivado::remove_children memory_map [vivado::need core [lindex $words 0]] }
proc vivado::do::ipx::remove_all_address_space {options words} { vivado::remove_children address_space [vivado::need core [lindex $words 0]] }
proc vivado::children {class parent} {
  variable parents
  set found {}
  dict for {handle entry} $parents { if {[lindex $entry 0] eq $parent && [lindex $entry 1] eq $class} { lappend found $handle } }
  return $found
}
proc vivado::child_name {handle} { variable parents; lindex [dict get $parents $handle] 2 }

proc vivado::do::ipx::package_project {options words} {
  vivado::need_project
  foreach option {-root_dir -vendor -library -taxonomy} { if {![dict exists $options $option]} { error "ipx::package_project: $option is missing" } }
  set top [vivado::value sources_1 top]
  if {$top eq ""} { error "ipx::package_project: the project has no top" }
  set vivado::component_folder [dict get $options -root_dir]
  file mkdir $vivado::component_folder
  set vivado::parents {}
  set vivado::buses [vivado::infer_buses [vivado::module_text $top]]
  vivado::make core core [list vendor [dict get $options -vendor] library [dict get $options -library] name $top version 1.0]
  dict for {name bus} $vivado::buses {
    set mode [vivado::check_bus $name $bus]
    vivado::add_child bus_interface $name core [list interface_mode $mode]
    if {![string match *:aximm:* [dict get $bus vlnv]]} continue
    if {$mode eq "slave"} { vivado::add_child address_block reg0 [vivado::add_child memory_map $name core] } else { vivado::add_child address_space $name core }
  }
}
proc vivado::do::ipx::current_core {options words} { return [vivado::need core core] }

proc vivado::do::ipx::get_bus_interfaces {options words} {
  vivado::need core [vivado::option $options -of_objects]
  foreach handle [vivado::children bus_interface core] { if {[vivado::child_name $handle] eq [lindex $words 0]} { return $handle } }
  return ""
}
foreach {class parent} {memory_map core address_block memory_map register address_block field register address_space core} {
  proc vivado::do::ipx::add_$class {options words} [string map [list CLASS $class PARENT $parent] {
    lassign $words name parent
    return [vivado::add_child CLASS $name [vivado::need PARENT $parent]]
  }]
}

proc vivado::do::ipx::check_integrity {options words} {
  foreach bus [vivado::children bus_interface core] {
    set name [vivado::child_name $bus]
    if {![string match *:aximm:* [dict get $vivado::buses $name vlnv]]} continue
    lassign [expr {[vivado::value $bus interface_mode] eq "slave" ? {slave_memory_map_ref memory_map} : {master_address_space_ref address_space}}] reference class
    if {[vivado::value $bus $reference] eq ""} { error "bus $name has no $reference" }
    vivado::need $class "core $class [vivado::value $bus $reference]"
  }
  set associated [split [dict get $vivado::buses aclk parameters ASSOCIATED_BUSIF] :]
  dict for {name bus} $vivado::buses {
    if {[string match *:aximm:* [dict get $bus vlnv]] && $name ni $associated} { error "bus $name belongs to no clock" }
  }
}
proc vivado::do::ipx::create_xgui_files {options words} {}
proc vivado::do::ipx::update_checksums {options words} {}
proc vivado::do::ipx::save_core {options words} {
  set core [vivado::do::ipx::current_core {} {}]
  vivado::write_text [file join $vivado::component_folder component.xml] "<component>\n[vivado::describe core]</component>\n"
  dict set vivado::packaged $vivado::component_folder [list [join [lmap part {vendor library name version} { vivado::value $core $part }] :] $vivado::buses]
}

# Objects below one, an element each, with their properties as attributes.
proc vivado::describe {parent {indent "  "}} {
  variable parents
  variable values
  set text ""
  dict for {handle entry} $parents {
    if {[lindex $entry 0] ne $parent} continue
    set attributes ""
    dict for {name value} [dict get $values $handle] { append attributes " $name=\"$value\"" }
    append text "$indent<[lindex $entry 1] name=\"[lindex $entry 2]\"$attributes>\n[describe $handle "$indent  "]$indent</[lindex $entry 1]>\n"
  }
  return $text
}

# A packaged core as one that block designs may use.
proc vivado::catalogue_core {packaged} {
  lassign $packaged vlnv buses
  set pins {}
  set interfaces {}
  set spaces {}
  set segments {}
  dict for {name bus} $buses {
    set kind [lindex [split [dict get $bus vlnv] :] 2]
    if {$kind ne "aximm"} {
      lappend pins [list $name [expr {[lindex [dict values [dict get $bus signals]] 0 0] eq "input" ? "I" : "O"}] $kind 1 [expr {$kind eq "interrupt"}]]
      continue
    }
    set mode [check_bus $name $bus]
    lappend interfaces [list $name $mode [dict get $bus parameters PROTOCOL] [dict get $bus parameters DATA_WIDTH] 1]
    if {$mode eq "master"} { lappend spaces [list $name $name] } else { lappend segments [list $name/reg0 $name 0x10000 1] }
  }
  core $vlnv {} $pins $interfaces $spaces $segments {}
}
