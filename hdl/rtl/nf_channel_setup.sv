// What the words of a DMA channel become before the channels keep them (docs/hardware.md section 6), worked out once for all:
// counts in memory words in the form that counters want, the step between frames, and the byte address of the first run.
// The address needs two of the words, so it comes two cycles after the later of them; a go reaches the channels a cycle late, so that it
// cannot overtake it.
module nf_channel_setup #(
  parameter int Channels = 8
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        write_i,
  input  logic [15:0] address_i,
  input  logic [63:0] data_i,
  input  logic [19:0] frame_i,        // of the next phase, as it was one cycle ago
  output logic [23:0] run_words_no,   // inverted: -words - 1
  output logic [2:0]  first_lane_o, last_lane_o,
  output logic [16:0] runs_no,        // -runs
  output logic [31:0] step_o,         // bytes between frames
  output logic        first_valid_o,
  output logic [13:0] first_channel_o,
  output logic [31:0] first_o
);
  localparam int IndexBits = (Channels > 1) ? $clog2(Channels) : 1;
  assign run_words_no = ~data_i[55:32];
  assign first_lane_o = data_i[58:56];
  assign last_lane_o = data_i[61:59];
  assign runs_no = 17'd0 - {1'b0, data_i[15:0]};
  assign step_o = data_i[9] ? (32'd1 << data_i[4:0]) : 32'd0;

  (* ram_style = "distributed" *) logic [31:0] base_mem [0:(1 << IndexBits)-1];
  (* ram_style = "distributed" *) logic [5:0]  frame_mem [0:(1 << IndexBits)-1];
  logic        valid_q, first_valid_q;
  logic [13:0] channel_q, first_channel_q;
  logic [31:0] base_q, offset_q;
  wire [IndexBits-1:0] written = address_i[2 +: IndexBits];
  wire [IndexBits-1:0] index = channel_q[IndexBits-1:0];
  wire [5:0] frame_word = frame_mem[index];
  wire [31:0] offset = frame_word[5] ? ({12'd0, frame_i} << frame_word[4:0]) : 32'd0;
  assign first_valid_o = first_valid_q;
  assign first_channel_o = first_channel_q;
  assign first_o = base_q + offset_q;
  always_ff @(posedge clk_i) begin
    if (write_i & (address_i[1:0] == 2'd0)) base_mem[written] <= data_i[31:0];
    if (write_i & (address_i[1:0] == 2'd2)) frame_mem[written] <= {data_i[9], data_i[4:0]};
    base_q <= base_mem[index];
    offset_q <= offset;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0; channel_q <= '0; first_valid_q <= 1'b0; first_channel_q <= '0;
    end else begin
      valid_q <= write_i & ~address_i[0];
      channel_q <= address_i[15:2];
      first_valid_q <= valid_q;
      first_channel_q <= channel_q;
    end
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, data_i[63:62], data_i[31:16]};
endmodule
