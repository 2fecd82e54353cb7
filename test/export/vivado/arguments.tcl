# Checks the words of a call against the command table before the model sees them, and keeps a record of all calls.
namespace eval vivado { variable calls {} }

# Runs a command of the table: vivado::do::NAME OPTIONS WORDS, options as a dictionary in which switches are 1.
proc vivado::call {name args} {
  variable calls
  lappend calls [linsert $args 0 $name]
  lassign [arguments $name $args] options words
  return [do::$name $options $words]
}

proc vivado::arguments {name arguments} {
  variable table
  lassign [dict get $table $name] switches valued required fewest most
  set options {}
  set words {}
  while {[llength $arguments] > 0} {
    set arguments [lassign $arguments word]
    if {![string match -* $word] || [string is double -strict $word]} {
      lappend words $word
    } elseif {$word in $switches} {
      dict set options $word 1
    } elseif {$word in $valued} {
      if {[llength $arguments] == 0} { error "$name: $word lacks its value" }
      set arguments [lassign $arguments value]
      dict set options $word $value
    } else {
      error "$name: no option $word"
    }
  }
  foreach option $required {
    if {![dict exists $options $option]} { error "$name: $option is missing" }
  }
  if {[llength $words] < $fewest} { error "$name: [llength $words] arguments, at least $fewest are needed" }
  if {$most >= 0 && [llength $words] > $most} { error "$name: [llength $words] arguments, it takes at most $most: $words" }
  return [list $options $words]
}

proc vivado::option {options name {default ""}} { expr {[dict exists $options $name] ? [dict get $options $name] : $default} }
proc vivado::must_exist {paths} { foreach path $paths { if {![file exists $path]} { error "no such file: $path" } } }
proc vivado::read_text {path} {
  must_exist [list $path]
  set channel [open $path]
  set text [read $channel]
  close $channel
  return $text
}
proc vivado::write_text {path text} {
  if {![file isdirectory [file dirname $path]]} { error "no such folder: [file dirname $path]" }
  set channel [open $path w]
  puts -nonewline $channel $text
  close $channel
}
