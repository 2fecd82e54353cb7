// A reset of one's own: begins with the one that comes in and ends one clock later. Each large part has one, so that no net of a reset
// crosses the chip in one cycle beside its many loads.
module nf_reset (
  input  logic clk_i,
  input  logic rst_ni,
  output logic rst_no
);
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) rst_no <= 1'b0;
    else rst_no <= 1'b1;
  end
endmodule
