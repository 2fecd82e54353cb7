# Packages the grid with its AXI wrapper as the IP core nfc:grid:nfc_axi:1.0 in build/ip (component.xml): bus interfaces, the map of the
# registers, and what memory the masters reach.
#   vivado -mode batch -source package_ip.tcl
source [file join [file dirname [file normalize [info script]]] settings.tcl]
file mkdir $out
create_project -force -part $part nfc_ip [file join $out ip_project]
add_files -norecurse [concat $rtl_files [list $wrapper]]
set_property top nfc_axi [current_fileset]
update_compile_order -fileset sources_1
ipx::package_project -root_dir [file join $out ip] -vendor nfc -library grid -taxonomy /UserIP -import_files -force
set core [ipx::current_core]
set_property name nfc_axi $core
set_property version 1.0 $core
set_property display_name {nfc grid} $core
set_property description {Grid of ternary tiles with DMA and configuration from memory} $core

# Vivado infers the interfaces from the attributes of the wrapper's ports.
foreach {bus mode} [concat {aclk slave aresetn slave irq master s_axi slave} $masters] {
  set found [ipx::get_bus_interfaces $bus -of_objects $core]
  if {$found eq ""} { error "the packaged core has no bus interface $bus" }
  if {[get_property interface_mode $found] ne $mode} { error "bus interface $bus is no $mode" }
}

# What addresses it infers differs between releases: ours replace them. One memory map with one block, so that software finds the registers
# under the name of the core.
ipx::remove_all_memory_map $core
ipx::remove_all_address_space $core
set map [ipx::add_memory_map s_axi $core]
set_property slave_memory_map_ref s_axi [ipx::get_bus_interfaces s_axi -of_objects $core]
set block [ipx::add_address_block reg0 $map]
set_property base_address 0 $block
set_property range $register_space $block
set_property width 32 $block
set_property usage register $block
set_property access read-write $block
foreach register $registers {
  lassign $register name offset access description fields
  set entry [ipx::add_register $name $block]
  set_property address_offset $offset $entry
  set_property size 32 $entry
  set_property access $access $entry
  set_property description $description $entry
  foreach field $fields {
    lassign $field name bit bits description
    set bits_of_entry [ipx::add_field $name $entry]
    set_property bit_offset $bit $bits_of_entry
    set_property bit_width $bits $bits_of_entry
    set_property access $access $bits_of_entry
    set_property description $description $bits_of_entry
  }
}

# Each master reaches all that 32 address bits can name.
foreach {bus mode} $masters {
  set space [ipx::add_address_space $bus $core]
  set_property range 4G $space
  set_property width 32 $space
  set_property master_address_space_ref $bus [ipx::get_bus_interfaces $bus -of_objects $core]
}

ipx::create_xgui_files $core
ipx::update_checksums $core
ipx::check_integrity $core
ipx::save_core $core
close_project
