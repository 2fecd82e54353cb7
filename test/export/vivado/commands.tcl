# The Vivado commands that exported scripts use, with what each takes: switches, options with a value (those in the second list must be
# there), fewest and most words beside them. From the Vivado Tcl Command Reference (UG835, 2022.2); those of ipx:: from the tool's own help
# as public packaging scripts use them. All take -quiet and -verbose. -1 is any number.
namespace eval vivado { variable table {} }

proc vivado::command {name switches options required fewest most} {
  variable table
  dict set table $name [list [concat $switches {-quiet -verbose}] [concat $options $required] $required $fewest $most]
}

# Projects and their files.
vivado::command create_project {-force -in_memory -ip -rtl_kernel} {-part} {} 0 2
vivado::command close_project {-delete} {} {} 0 0
vivado::command current_project {} {} {} 0 1
vivado::command current_fileset {-constrset -simset} {} {} 0 1
vivado::command add_files {-norecurse -force -scan_for_includes} {-fileset -of_objects -copy_to} {} 0 -1
vivado::command get_files {-regexp -nocase -references -all} {-filter -compile_order -used_in -of_objects} {} 0 1
vivado::command update_compile_order {-force_gui} {-fileset} {} 0 0
vivado::command get_board_parts {-regexp -nocase -latest_file_version -latest_hw_revision} {-filter} {} 0 -1
vivado::command update_ip_catalog {-rebuild -create_index -update_module_ref} {-add_ip -delete_ip -delete_mult_ip -disable_ip -enable_ip -add_interface -repo_path} {} 0 0
vivado::command set_property {} {-dict} {} 1 -1
vivado::command get_property {-min -max} {} {} 2 2

# IP packager.
vivado::command ipx::package_project {-import_files -force -generated_files -archive_source_project -force_update_compile_order} {-root_dir -vendor -library -taxonomy -module -name -version -set_current} {} 0 0
vivado::command ipx::current_core {} {} {} 0 1
vivado::command ipx::get_bus_interfaces {} {-of_objects -filter} {} 0 1
foreach kind {memory_map address_space} { vivado::command ipx::remove_all_$kind {} {} {} 1 1 }
foreach kind {memory_map address_block register field address_space} { vivado::command ipx::add_$kind {} {} {} 2 2 }
foreach action {create_xgui_files update_checksums check_integrity save_core} { vivado::command ipx::$action {} {} {} 0 1 }

# Block design.
vivado::command create_bd_design {} {-dir -cell} {} 1 1
vivado::command create_bd_cell {} {-vlnv -type -reference -revision} {} 1 1
vivado::command apply_bd_automation {} {-config -dict -opts} {-rule} 1 -1
vivado::command connect_bd_net {} {-net -boundary_type} {} 1 -1
vivado::command connect_bd_intf_net {} {-intf_net -boundary_type} {} 2 3
foreach kind {pins intf_pins addr_spaces} { vivado::command get_bd_$kind {-regexp -hierarchical} {-filter -of_objects} {} 0 1 }
vivado::command get_bd_addr_segs {-regexp -hierarchical -excluded -addressed -unaddressed -addressing -addressables} {-filter -of_objects} {} 0 1
vivado::command assign_bd_address {-boundary -master_boundary -external -force} {-target_address_space -dict -import_from_file -export_to_file -export_gui_to_file -offset -range -base_high} {} 0 -1
vivado::command exclude_bd_addr_seg {} {-target_address_space} {} 0 1
vivado::command validate_bd_design {-force -include_pfm} {-design -steps} {} 0 0
vivado::command save_bd_design {} {} {} 0 1
# UG835 lists the files last and names them -files in its own example, as every positional word may be named.
vivado::command make_wrapper {-top -testbench -inst_template -import -force} {-fileset -files} {} 0 1
vivado::command generate_target {-force} {} {} 2 2

# Runs of a project.
vivado::command get_runs {-regexp -nocase} {-filter -of_objects} {} 0 1
vivado::command launch_runs {-scripts_only -next_step -email_all -force} {-jobs -lsf -sge -cluster_configuration -dir -to_step -host -remote_cmd -email_to -pre_launch_script -post_launch_script -custom_script} {} 1 -1
vivado::command wait_on_run {} {-timeout -exit_condition} {} 1 -1
vivado::command open_run {} {-name -pr_config} {} 1 1

# Without a project: read, synthesise, place, route.
vivado::command read_verilog {-sv} {-library} {} 1 -1
vivado::command read_xdc {-quiet_diff_pairs -unmanaged -no_add} {-cells -ref -mode} {} 1 1
vivado::command synth_design {-rtl -no_lc -rtl_skip_mlo -rtl_skip_ip -rtl_skip_constraints -keep_equivalent_registers -retiming -no_srlextract -assert -no_timing_driven -sfcu -debug_log} \
  {-name -part -constrset -top -include_dirs -generic -verilog_define -flatten_hierarchy -gated_clock_conversion -directive -bufg -shreg_min_size -mode -fsm_extraction -srl_style
    -resource_sharing -cascade_dsp -control_set_opt_threshold -incremental -max_bram -max_uram -max_dsp -max_bram_cascade_height -max_uram_cascade_height} {} 0 0
vivado::command opt_design {-retarget -propconst -sweep -bram_power_opt -remap -aggressive_remap -resynth_area -resynth_seq_area -muxf_remap -bufg_opt -shift_register_opt
  -dsp_register_opt -control_set_merge -merge_equivalent_drivers -carry_remap -debug_log -property_opt_only} {-directive -hier_fanout_limit -srl_remap_modes} {} 0 0
vivado::command place_design {-no_timing_driven -timing_summary -unplace -post_place_opt -no_psip -no_bufg_opt} {-directive} {} 0 0
vivado::command phys_opt_design {-fanout_opt -placement_opt -routing_opt -slr_crossing_opt -rewire -insert_negative_edge_ffs -critical_cell_opt -dsp_register_opt -bram_register_opt
  -uram_register_opt -bram_enable_opt -shift_register_opt -hold_fix -aggressive_hold_fix -retime -critical_pin_opt -clock_opt -tns_cleanup -sll_reg_hold_fix}  \
  {-force_replication_on_nets -directive -path_groups} {} 0 0
vivado::command route_design {-unroute -release_memory -physical_nets -tns_cleanup -no_timing_driven -preserve -delay -auto_delay -timing_summary -finalize -ultrathreads -eco} \
  {-nets -pins -directive -max_delay -min_delay} {} 0 0

# Results.
vivado::command report_timing_summary {-check_timing_verbose -no_detailed_paths -setup -hold -unique_pins -no_reused_label -input_pins -no_pr_attribute -no_pblock -routable_nets
  -report_unconstrained -no_header -append -return_string -warn_on_violation -datasheet} \
  {-delay_type -max_paths -nworst -path_type -slack_lesser_than -significant_digits -file -name -cells -rpx} {} 0 0
vivado::command report_utilization {-append -evaluate_pblock -exclude_child_pblocks -exclude_non_assigned -return_string -slr -packthru -no_primitives -omit_locs -hierarchical -hierarchical_percentages} \
  {-file -pblocks -cells -name -spreadsheet_file -spreadsheet_table -spreadsheet_depth -hierarchical_depth} {} 0 0
vivado::command report_power {-no_propagation -vid -advisory -return_string -append} {-hier -hierarchical_depth -file -name -format -xpe -l -rpx} {} 0 0
vivado::command get_timing_paths {-setup -hold -unique_pins -no_report_unconstrained -user_ignored -routable_nets -regexp -nocase} \
  {-from -rise_from -fall_from -to -rise_to -fall_to -through -rise_through -fall_through -delay_type -max_paths -nworst -slack_lesser_than -slack_greater_than -group -sort_by -filter -cell} {} 0 0
vivado::command write_checkpoint {-force -logic_function_stripped -encrypt -incremental_synth} {-cell -key} {} 0 1
vivado::command write_bitstream {-force -raw_bitfile -no_binary_bitfile -mask_file -readback_file -logic_location_file -bin_file -no_partial_bitfile} {-reference_bitfile -cell} {} 1 1

# Constraints: all that an XDC file of ours may hold.
vivado::command get_ports {-regexp -nocase -scoped_to_current_instance -no_traverse -prop_thru_buffers} {-filter -of_objects -match_style} {} 0 1
vivado::command create_clock {-add} {-name -waveform} {-period} 0 1
foreach direction {input output} {
  vivado::command set_${direction}_delay {-clock_fall -rise -fall -max -min -add_delay -network_latency_included -source_latency_included} {-clock -reference_pin} {} 2 2
}
vivado::command set_false_path {-setup -hold -rise -fall -reset_path} {-from -rise_from -fall_from -to -rise_to -fall_to -through -rise_through -fall_through} {} 0 0
