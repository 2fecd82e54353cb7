// Sends bytes, 8N1, lowest bit first. A byte is taken when valid and ready are both high; ready comes with the end of its stop bit.
module nf_uart_tx #(
  parameter int Divisor = 80      // clock cycles of a bit
) (
  input  logic       clk_i,
  input  logic       rst_ni,
  input  logic       valid_i,
  output logic       ready_o,
  input  logic [7:0] data_i,
  output logic       tx_o
);
  localparam int CountBits = $clog2(Divisor);
  logic [CountBits-1:0] count_q;
  logic [3:0]           bit_q;      // bits still to send, the present one included
  logic [9:0]           shift_q;    // the line is its lowest bit
  logic                 ready_q, end_q;

  assign ready_o = ready_q;
  assign tx_o = shift_q[0];
  wire take = valid_i & ready_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0; bit_q <= 4'd0; shift_q <= 10'h3ff; ready_q <= 1'b1; end_q <= 1'b0;
    end else begin
      end_q <= ~take & ~ready_q & (count_q == CountBits'(1));   // the last cycle of a bit comes next
      if (take) begin
        shift_q <= {1'b1, data_i, 1'b0};
        bit_q <= 4'd10;
        count_q <= CountBits'(Divisor - 1);
        ready_q <= 1'b0;
      end else if (end_q) begin
        shift_q <= {1'b1, shift_q[9:1]};
        bit_q <= bit_q - 4'd1;
        count_q <= CountBits'(Divisor - 1);
        ready_q <= bit_q == 4'd1;
      end else begin
        count_q <= count_q - 1'b1;
      end
    end
  end
endmodule
