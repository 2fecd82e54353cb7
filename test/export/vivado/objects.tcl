# Objects that commands return: each has a class, which says what properties it has, whatever their case. Names resolve only to what was made.
namespace eval vivado {
  variable classes {}
  variable class_of {}
  variable values {}
  variable class_properties {
    project {board_part ip_repo_paths part}
    fileset {top}
    file {file_type library used_in}
    run {strategy progress status}
    core {name version display_name description vendor library taxonomy}
    bus_interface {interface_mode master_address_space_ref slave_memory_map_ref}
    memory_map {name description}
    address_block {base_address range width usage access description}
    register {address_offset size access description display_name}
    field {bit_offset bit_width access description}
    address_space {range width}
    path {slack}
  }
}

proc vivado::make {class handle {properties {}}} {
  variable class_of
  variable values
  dict set class_of $handle $class
  dict set values $handle $properties
  return $handle
}

proc vivado::need {class handle} {
  variable class_of
  if {![dict exists $class_of $handle] || [dict get $class_of $handle] ne $class} { error "no such [string map {_ { }} $class]: $handle" }
  return $handle
}

proc vivado::value {handle name {default ""}} {
  variable values
  if {[dict exists $values $handle $name]} { return [dict get $values $handle $name] }
  return $default
}

proc vivado::assign {handle name value} {
  variable class_of
  variable class_properties
  variable values
  if {![dict exists $class_of $handle]} { error "set_property: no such object: $handle" }
  set class [dict get $class_of $handle]
  if {$class eq "cell"} {
    if {![regexp {^CONFIG\.(.+)$} $name -> parameter]} { error "set_property: a cell has no property $name" }
    configure $handle $parameter $value
    return
  }
  set name [string tolower $name]
  if {$name ni [dict get $class_properties $class]} { error "set_property: a $class has no property $name" }
  if {$class eq "fileset" && $name eq "top"} { check_top $value }
  if {$class eq "project" && $name eq "ip_repo_paths"} { must_exist $value }
  dict set values $handle $name $value
}

proc vivado::do::set_property {options words} {
  if {[dict exists $options -dict]} {
    set pairs [dict get $options -dict]
    set objects $words
  } else {
    if {[llength $words] < 3} { error "set_property: name, value and objects are needed: $words" }
    set pairs [lrange $words 0 1]
    set objects [lrange $words 2 end]
  }
  if {[llength $pairs] % 2 != 0} { error "set_property: names and values do not pair: $pairs" }
  foreach object $objects {
    foreach one [expr {[dict exists $vivado::class_of $object] ? [list $object] : $object}] {
      foreach {name value} $pairs { vivado::assign $one $name $value }
    }
  }
}

proc vivado::do::get_property {options words} {
  lassign $words name object
  if {![dict exists $vivado::class_of $object]} { error "get_property: no such object: $object" }
  set class [dict get $vivado::class_of $object]
  set name [string tolower $name]
  if {$name ni [dict get $vivado::class_properties $class]} { error "get_property: a $class has no property $name" }
  return [vivado::value $object $name]
}
