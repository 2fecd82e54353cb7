// CRC-32 (polynomial 0x04c11db7 reflected, as in zip and Ethernet), one bit a cycle: a byte given with `valid_i` is worked in over the next
// eight cycles, during which `busy_o` is high and no other byte may come. `value_o` is the finished checksum of all bytes since `clear_i`.
module nf_crc32 (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        clear_i,
  input  logic        valid_i,
  input  logic [7:0]  data_i,
  output logic        busy_o,
  output logic [31:0] value_o
);
  logic [31:0] crc_q;
  logic [7:0]  byte_q;
  logic [3:0]  left_q;
  assign value_o = ~crc_q;
  assign busy_o = left_q != 4'd0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      crc_q <= '1; byte_q <= '0; left_q <= 4'd0;
    end else begin
      if (clear_i) crc_q <= '1;
      else if (left_q != 4'd0) crc_q <= {1'b0, crc_q[31:1]} ^ ((crc_q[0] ^ byte_q[0]) ? 32'hedb88320 : 32'd0);
      if (valid_i) byte_q <= data_i;
      else byte_q <= {1'b0, byte_q[7:1]};
      if (valid_i) left_q <= 4'd8;
      else if (clear_i) left_q <= 4'd0;
      else if (left_q != 4'd0) left_q <= left_q - 4'd1;
    end
  end
endmodule
