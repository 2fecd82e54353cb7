# Reports of the routed design that is open; stops where it misses its clock.
report_timing_summary -file [file join $out timing.rpt]
report_utilization -hierarchical -file [file join $out utilization.rpt]
report_power -file [file join $out power.rpt]
foreach check {setup hold} {
  set slack [get_property SLACK [get_timing_paths -max_paths 1 -$check]]
  puts "worst $check slack: $slack ns"
  if {$slack < 0} { error "timing is not met at $clock_mhz MHz: see [file join $out timing.rpt], lower the clock of the target and export again" }
}
