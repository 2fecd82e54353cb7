// Whether the item after this cycle is a pixel's last: the first of a pixel, the next one, or the same. What it would be stands before
// what happens; a module of its own keeps the choice in one LUT.
module nf_last_item (
  input  logic first_i,
  input  logic next_i,
  input  logic first_at_last_i,
  input  logic next_at_last_i,
  input  logic at_last_i,
  output logic at_last_o
);
  assign at_last_o = first_i ? first_at_last_i : next_i ? next_at_last_i : at_last_i;
endmodule
