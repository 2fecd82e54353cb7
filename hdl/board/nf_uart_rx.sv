// Receives bytes, 8N1, lowest bit first. `valid_o` is high for one cycle per byte, in the middle of its stop bit; a byte whose stop bit
// is low is dropped. Nothing is buffered: the reader takes a byte within the time of ten bits.
module nf_uart_rx #(
  parameter int Divisor = 80      // clock cycles of a bit, at least 4
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       rx_i,
  output logic       valid_o,
  output logic [7:0] data_o
);
  localparam int CountBits = $clog2(Divisor);
  logic [2:0]           line_q;     // two stages against metastability, one more to see the start bit begin
  logic [CountBits-1:0] count_q;
  logic [3:0]           bit_q;      // bits still to come, stop bit included; 0 while the line is idle
  logic [7:0]           data_q;
  logic                 sample_q, valid_q;

  wire idle = bit_q == 4'd0;
  wire begins = idle & ~line_q[1] & line_q[2];
  assign valid_o = valid_q;
  assign data_o = data_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      line_q <= 3'b111; count_q <= '0; bit_q <= 4'd0; sample_q <= 1'b0; valid_q <= 1'b0;
    end else begin
      line_q <= {line_q[1:0], rx_i};
      // The first sample lies in the middle of the start bit, each next one a bit later.
      if (begins) count_q <= CountBits'(Divisor / 2 - 1);
      else if (count_q == '0) count_q <= CountBits'(Divisor - 1);
      else count_q <= count_q - 1'b1;
      sample_q <= ~begins & ~idle & (count_q == CountBits'(1));
      if (begins) bit_q <= 4'd10;
      else if (sample_q) bit_q <= (bit_q == 4'd10 && line_q[1]) ? 4'd0 : bit_q - 4'd1;
      valid_q <= sample_q & (bit_q == 4'd1) & line_q[1];
    end
  end
  always_ff @(posedge clk_i) if (sample_q && bit_q != 4'd1) data_q <= {line_q[1], data_q[7:1]};
endmodule
