// Takes the tile's input stream and says where in the row memory each beat goes (docs/hardware.md section 3).
// One beat a cycle; a beat accepted in cycle t is presented to the memory in cycle t+5. Refuses beats while the ring is full.
module nf_row_writer #(
  parameter int Depth = 512,
  parameter int BankBits = 3,
  parameter int RowBits = 18             // rows are counted modulo 2^RowBits
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     start_i,        // first cycle of a phase
  input  logic [19:0]              frames_i,
  input  logic                     enable_i,
  input  logic [47:0]              counts_i,       // four of 12 bits, innermost first
  input  logic [127:0]             jumps_i,        // four of {skew 3, lines 13, block 16}
  input  logic [15:0]              rows_i,
  input  logic [5:0]               ring_i,
  input  logic [9:0]               slot_lines_i,
  input  logic [2:0]               row_skew_i,
  input  logic [RowBits-1:0]       free_i,         // absolute number of the first row still needed
  output logic [RowBits-1:0]       written_o,      // complete rows, absolute
  output logic                     done_o,
  input  logic                     in_valid_i,
  output logic                     in_ready_o,
  input  logic [23:0]              in_data_i,
  output logic                     write_o,
  output logic [BankBits-1:0]      write_bank_o,
  output logic [$clog2(Depth)-1:0] write_address_o,
  output logic [23:0]              write_data_o
);
  localparam int AddressBits = $clog2(Depth);
  logic [11:0] n0_q, n1_q, n2_q, n3_q;
  logic [15:0] block_q, rows_left_q;
  logic [12:0] lines_q;
  logic [2:0]  skew_q, row_skew_q;
  logic [5:0]  slot_q;
  logic [RowBits-1:0] written_q;
  logic [19:0] frames_left_q;

  wire signed [RowBits-1:0] held = $signed(written_q - free_i);
  wire room = held < $signed({{(RowBits-6){1'b0}}, ring_i});
  wire active = enable_i & ~start_i & (frames_left_q != 20'd0);
  assign in_ready_o = active & room;
  wire take = in_valid_i & in_ready_o;

  wire wrap0 = n0_q == counts_i[11:0] - 12'd1;
  wire wrap1 = wrap0 & (n1_q == counts_i[23:12] - 12'd1);
  wire wrap2 = wrap1 & (n2_q == counts_i[35:24] - 12'd1);
  wire row_end = wrap2 & (n3_q == counts_i[47:36] - 12'd1);
  wire [31:0] jump = wrap2 ? jumps_i[127:96] : wrap1 ? jumps_i[95:64] : wrap0 ? jumps_i[63:32] : jumps_i[31:0];

  assign written_o = written_q;
  assign done_o = ~start_i & (~enable_i | (frames_left_q == 20'd0));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      n0_q <= '0; n1_q <= '0; n2_q <= '0; n3_q <= '0;
      block_q <= '0; lines_q <= '0; skew_q <= '0; row_skew_q <= '0; slot_q <= '0;
      written_q <= '0; frames_left_q <= '0; rows_left_q <= '0;
    end else if (start_i) begin
      n0_q <= '0; n1_q <= '0; n2_q <= '0; n3_q <= '0;
      block_q <= '0; lines_q <= '0; skew_q <= '0; row_skew_q <= '0; slot_q <= '0;
      written_q <= '0; frames_left_q <= frames_i; rows_left_q <= rows_i;
    end else if (take) begin
      n0_q <= wrap0 ? 12'd0 : n0_q + 12'd1;
      if (wrap0) n1_q <= wrap1 ? 12'd0 : n1_q + 12'd1;
      if (wrap1) n2_q <= wrap2 ? 12'd0 : n2_q + 12'd1;
      if (wrap2) n3_q <= row_end ? 12'd0 : n3_q + 12'd1;
      if (row_end) begin
        block_q <= '0;
        lines_q <= '0;
        skew_q <= row_skew_q + row_skew_i;
        row_skew_q <= row_skew_q + row_skew_i;
        slot_q <= (slot_q == ring_i - 6'd1) ? 6'd0 : slot_q + 6'd1;
        written_q <= written_q + 1'b1;
        rows_left_q <= (rows_left_q == 16'd1) ? rows_i : rows_left_q - 16'd1;
        if (rows_left_q == 16'd1) frames_left_q <= frames_left_q - 20'd1;
      end else begin
        block_q <= block_q + jump[15:0];
        lines_q <= lines_q + jump[28:16];
        skew_q  <= skew_q + jump[31:29];
      end
    end
  end

  // Five stages to the memory, as long as the reader's path (the order of free_i and written_o relies on it).
  logic [4:0]             valid_q;
  logic [23:0]            data1_q, data2_q, data3_q, data4_q, data5_q;
  logic [BankBits-1:0]    bank1_q, bank2_q, bank3_q, bank4_q, bank5_q;
  logic [5:0]             slot1_q;
  logic [12:0]            part1_q;
  logic [AddressBits-1:0] part2_q, slot2_q, address3_q, address4_q, address5_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) valid_q <= 5'd0;
    else valid_q <= {valid_q[3:0], take};
  end
  always_ff @(posedge clk_i) begin
    data1_q <= in_data_i;
    bank1_q <= block_q[BankBits-1:0] + skew_q[BankBits-1:0];
    slot1_q <= slot_q;
    part1_q <= lines_q + 13'(block_q >> BankBits);
    data2_q <= data1_q;
    bank2_q <= bank1_q;
    part2_q <= AddressBits'(part1_q);
    slot2_q <= AddressBits'(16'(slot1_q) * 16'(slot_lines_i));
    data3_q <= data2_q;
    bank3_q <= bank2_q;
    address3_q <= part2_q + slot2_q;
    data4_q <= data3_q;
    bank4_q <= bank3_q;
    address4_q <= address3_q;
    data5_q <= data4_q;
    bank5_q <= bank4_q;
    address5_q <= address4_q;
  end
  assign write_o = valid_q[4];
  assign write_bank_o = bank5_q;
  assign write_address_o = address5_q;
  assign write_data_o = data5_q;
  // Bits that carry nothing here.
  wire unused = &{1'b0, part1_q};
endmodule
