# A small model of a block design: cells with the pins that their parameters give them, nets, addresses, and what validation checks.
namespace eval vivado {
  variable design ""
  variable validated 0
  variable saved 0
  # Cell to core and to parameters; pin to its driver; interface to its partner; space to segment to range, 0 where excluded; ports of the design.
  variable cell_core {}
  variable parameters {}
  variable driver_of {}
  variable partner_of {}
  variable mapped {}
  variable external {}
}

proc vivado::do::create_bd_design {options words} { vivado::need_project; set vivado::design [lindex $words 0] }
proc vivado::do::create_bd_cell {options words} {
  if {$vivado::design eq ""} { error "create_bd_cell: no block design is open" }
  set vlnv [vivado::option $options -vlnv]
  set core [lsearch -inline -glob [dict keys $vivado::catalogue] $vlnv*]
  if {$core eq "" || ($vlnv ne $core && [llength [split $vlnv :]] != 3)} { error "create_bd_cell: no such core: $vlnv" }
  set name [lindex $words 0]
  if {[dict exists $vivado::cell_core $name]} { error "create_bd_cell: cell $name exists already" }
  dict set vivado::cell_core $name [dict get $vivado::catalogue $core]
  dict set vivado::parameters $name [dict get $vivado::catalogue $core parameters]
  return [vivado::make cell $name [list vlnv $core]]
}

proc vivado::configure {cell parameter value} {
  variable parameters
  if {![dict exists $parameters $cell $parameter]} { error "cell $cell has no parameter $parameter" }
  dict set parameters $cell $parameter $value
}

# Rows of a cell that its parameters allow, with what they say of its parameters filled in.
proc vivado::rows {cell what condition} {
  variable cell_core
  variable parameters
  dict with parameters $cell {}
  set found {}
  foreach row [dict get $cell_core $cell $what] {
    if {[expr [lindex $row $condition]]} { lappend found [lmap word $row { expr {[string index $word 0] eq "\$" && ![string match "* *" $word] ? [set [string range $word 1 end]] : $word} }] }
  }
  return $found
}
proc vivado::row_of {name what condition kind} {
  variable cell_core
  lassign [split [string trimleft $name /] /] cell inner
  if {![dict exists $cell_core $cell]} { error "no such cell: $cell (of $name)" }
  foreach row [rows $cell $what $condition] { if {[lindex $row 0] eq $inner} { return $row } }
  error "no such $kind: $name"
}

proc vivado::do::get_bd_pins {options words} { vivado::row_of [lindex $words 0] pins 3 pin; return [lindex $words 0] }
proc vivado::do::get_bd_intf_pins {options words} { vivado::row_of [lindex $words 0] interfaces 4 "interface pin"; return [lindex $words 0] }
proc vivado::do::get_bd_addr_spaces {options words} {
  lassign [split [lindex $words 0] /] cell space
  if {![dict exists $vivado::cell_core $cell] || [lsearch -exact -index 0 [dict get $vivado::cell_core $cell spaces] $space] < 0} { error "no such address space: [lindex $words 0]" }
  return [lindex $words 0]
}
proc vivado::do::get_bd_addr_segs {options words} {
  set found {}
  dict for {cell core} $vivado::cell_core {
    foreach row [vivado::rows $cell segments 3] { if {[string match [lindex $words 0] $cell/[lindex $row 0]]} { lappend found /$cell/[lindex $row 0] } }
  }
  if {[llength $found] == 0} { error "no such address segment: [lindex $words 0]" }
  return $found
}

proc vivado::do::apply_bd_automation {options words} {
  set rule [dict get $options -rule]
  if {![dict exists $vivado::automation $rule]} { error "apply_bd_automation: no such rule: $rule" }
  lassign [dict get $vivado::automation $rule] core known
  set cell [vivado::need cell [lindex $words 0]]
  if {[lindex [split [vivado::value $cell vlnv] :] 2] ne $core} { error "apply_bd_automation: $rule is not for $cell" }
  dict for {name value} [vivado::option $options -config] {
    if {$name ni $known} { error "apply_bd_automation: $rule takes no $name" }
    if {$name eq "apply_board_preset" && $value && [vivado::value $vivado::project board_part] eq ""} { error "apply_bd_automation: a board preset without a board" }
    if {$name eq "make_external"} { foreach port [split $value ,] { vivado::make_external $cell [string trim $port] } }
  }
}
proc vivado::make_external {cell port} {
  variable cell_core
  variable external
  if {$port ni [dict get $cell_core $cell external]} { error "cell $cell has no interface $port to make external" }
  dict set external $port $cell
}

proc vivado::do::connect_bd_net {options words} {
  set pins [concat {*}$words]
  set drivers {}
  foreach pin $pins {
    set row [vivado::row_of $pin pins 3 pin]
    lappend kinds [lindex $row 2]
    if {[lindex $row 1] eq "O"} { lappend drivers $pin } else { lappend sinks $pin }
  }
  if {[llength $drivers] != 1 || [llength $pins] < 2} { error "connect_bd_net: one driver and a sink are needed: $pins" }
  if {[llength [lsort -unique $kinds]] != 1} { error "connect_bd_net: pins of different kinds: $pins ($kinds)" }
  foreach sink $sinks {
    if {[dict exists $vivado::driver_of $sink]} { error "connect_bd_net: $sink has a driver already" }
    dict set vivado::driver_of $sink [lindex $drivers 0]
  }
  set vivado::validated 0
}

proc vivado::do::connect_bd_intf_net {options words} {
  lassign $words first second
  lassign [vivado::row_of $first interfaces 4 "interface pin"] - first_mode
  lassign [vivado::row_of $second interfaces 4 "interface pin"] - second_mode
  if {[lsort [list $first_mode $second_mode]] ne {master slave}} { error "connect_bd_intf_net: $first and $second are both $first_mode" }
  foreach {one other} [list $first $second $second $first] {
    if {[dict exists $vivado::partner_of $one]} { error "connect_bd_intf_net: $one is connected already" }
    dict set vivado::partner_of $one $other
  }
  set vivado::validated 0
}

# Segments that a master interface reaches, through protocol converters.
proc vivado::reached {interface} {
  variable partner_of
  variable cell_core
  if {![dict exists $partner_of $interface]} { return {} }
  lassign [split [dict get $partner_of $interface] /] cell inner
  if {[string match *:axi_protocol_converter:* [value $cell vlnv]]} { return [reached $cell/M_AXI] }
  set found {}
  foreach row [rows $cell segments 3] { if {[lindex $row 1] eq $inner} { lappend found /$cell/[lindex $row 0] } }
  return $found
}
proc vivado::reached_from {space} {
  variable cell_core
  lassign [split $space /] cell inner
  set pattern [lindex [lsearch -inline -exact -index 0 [dict get $cell_core $cell spaces] $inner] 1]
  return [concat {*}[lmap row [rows $cell interfaces 4] { expr {[lindex $row 1] eq "master" && [string match $pattern [lindex $row 0]] ? [reached $cell/[lindex $row 0]] : {}} }]]
}

proc vivado::bytes {range} {
  if {[regexp {^(\d+)([KMG])$} $range -> number unit]} { return [expr {$number << [dict get {K 10 M 20 G 30} $unit]}] }
  return [expr {$range}]
}
proc vivado::do::assign_bd_address {options words} {
  foreach option {-target_address_space -offset -range} { if {![dict exists $options $option]} { error "assign_bd_address: our scripts give $option" } }
  set space [vivado::do::get_bd_addr_spaces {} [list [dict get $options -target_address_space]]]
  set offset [expr {[dict get $options -offset]}]
  set range [vivado::bytes [dict get $options -range]]
  if {$range & ($range - 1) || $offset % $range} { error "assign_bd_address: offset and range are no power of two, aligned" }
  foreach segment [concat {*}$words] {
    set row [vivado::row_of_segment $segment]
    if {$range > [lindex $row 2]} { error "assign_bd_address: $segment has [lindex $row 2] bytes, not $range" }
    if {$segment ni [vivado::reached_from $space]} { error "assign_bd_address: $space does not reach $segment" }
    dict set vivado::mapped $space $segment $range
  }
}
proc vivado::row_of_segment {segment} {
  regexp {^/?([^/]+)/(.+)$} $segment -> cell path
  foreach row [rows $cell segments 3] { if {[lindex $row 0] eq $path} { return $row } }
  error "no such address segment: $segment"
}
proc vivado::do::exclude_bd_addr_seg {options words} {
  set space [vivado::do::get_bd_addr_spaces {} [list [vivado::option $options -target_address_space]]]
  vivado::row_of_segment [lindex $words 0]
  dict set vivado::mapped $space [lindex $words 0] 0
}

proc vivado::do::validate_bd_design {options words} {
  dict for {cell core} $vivado::cell_core {
    foreach row [vivado::rows $cell pins 3] {
      lassign $row pin direction kind condition optional
      if {$direction eq "I" && !$optional && ![dict exists $vivado::driver_of $cell/$pin]} { error "validate_bd_design: $cell/$pin is not connected" }
    }
    foreach row [vivado::rows $cell interfaces 4] { vivado::check_interface $cell [lindex $row 0] [lindex $row 2] }
    foreach row [dict get $core spaces] {
      set space $cell/[lindex $row 0]
      foreach segment [vivado::reached_from $space] {
        if {![dict exists $vivado::mapped $space $segment]} { error "validate_bd_design: $segment is neither mapped into $space nor excluded" }
      }
    }
    foreach port [dict get $core external] { if {![dict exists $vivado::external $port]} { error "validate_bd_design: $cell/$port is not connected" } }
  }
  set vivado::validated 1
}
# Width of an interface in bits; a converter has that of what stands on its other side.
proc vivado::width_of {interface} {
  variable partner_of
  set width [lindex [row_of $interface interfaces 4 "interface pin"] 3]
  if {$width} { return $width }
  lassign [split $interface /] cell name
  return [width_of [dict get $partner_of $cell/[expr {$name eq "S_AXI" ? "M_AXI" : "S_AXI"}]]]
}
proc vivado::check_interface {cell name protocol} {
  variable partner_of
  if {![dict exists $partner_of $cell/$name]} { error "validate_bd_design: $cell/$name is not connected" }
  set partner [dict get $partner_of $cell/$name]
  set other_protocol [lindex [row_of $partner interfaces 4 "interface pin"] 2]
  if {$protocol ne $other_protocol} { error "validate_bd_design: $cell/$name is $protocol, $partner is $other_protocol" }
  if {[width_of $cell/$name] != [width_of $partner]} { error "validate_bd_design: $cell/$name has [width_of $cell/$name] bits, $partner has [width_of $partner]" }
}

proc vivado::do::save_bd_design {options words} {
  if {!$vivado::validated} { error "save_bd_design: the design is not validated" }
  dict set vivado::sources [file join $vivado::project_folder $vivado::project.srcs sources_1 bd $vivado::design $vivado::design.bd] {}
  set vivado::saved 1
}
proc vivado::do::make_wrapper {options words} {
  set files [vivado::option $options -files [lindex $words 0]]
  if {[llength $files] != 1 || ![string match *.bd [lindex $files 0]]} { error "make_wrapper: no block design: $files" }
  if {![dict exists $options -import]} { error "make_wrapper: our scripts import the wrapper" }
  dict set vivado::sources [file join $vivado::project_folder wrapper.v] [list ${vivado::design}_wrapper]
}
proc vivado::do::generate_target {options words} {
  if {[lindex $words 0] ne "all" || ![dict exists $vivado::sources [lindex $words 1 0]]} { error "generate_target: $words" }
  set folder [file join $vivado::project_folder $vivado::project.gen sources_1 bd $vivado::design hw_handoff]
  file mkdir $folder
  vivado::write_text [file join $folder $vivado::design.hwh] "handoff\n"
}
# Ports of the wrapped design: those of the processor have their pins and constraints from its core, nothing else may leave the chip.
proc vivado::check_board_ports {} {
  variable external
  variable cell_core
  dict for {port cell} $external { if {$port ni [dict get $cell_core $cell external]} { error "port $port has no constraint" } }
}
