// Serves the grid's AXI master (64-bit INCR bursts that stay within the memory) and the host's single words from one SDRAM controller.
// Bursts of either direction go in turns, whole; host words go in front of the next word. Reads are issued only as far as the FIFO
// behind them has room, so the controller never waits for rready. A write is answered when its last word is in the queue of requests,
// which later reads join behind it. Responses are always OKAY. Of an address the lowest 25 bits count.
module nf_axi_sdram (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        arvalid_i,
  output logic        arready_o,
  input  logic [31:0] araddr_i,
  input  logic [7:0]  arlen_i,
  output logic        rvalid_o,
  input  logic        rready_i,
  output logic [63:0] rdata_o,
  output logic        rlast_o,
  input  logic        awvalid_i,
  output logic        awready_o,
  input  logic [31:0] awaddr_i,
  input  logic [7:0]  awlen_i,
  input  logic        wvalid_i,
  output logic        wready_o,
  input  logic [63:0] wdata_i,
  input  logic [7:0]  wstrb_i,
  output logic        bvalid_o,
  input  logic        bready_i,
  // host
  input  logic        host_valid_i,
  output logic        host_ready_o,
  input  logic        host_write_i,
  input  logic [21:0] host_word_i,
  input  logic [63:0] host_data_i,
  output logic        host_read_o,
  output logic [63:0] host_data_o,
  // controller
  output logic        valid_o,
  input  logic        ready_i,
  output logic        write_o,
  output logic [21:0] word_o,
  output logic [63:0] data_o,
  output logic [7:0]  strobe_o,
  output logic [1:0]  tag_o,              // of a read: host, last of its burst
  input  logic        read_i,
  input  logic [1:0]  read_tag_i,
  input  logic [63:0] read_data_i
);
  localparam int ReadDepth = 32;
  localparam int RequestBits = 22 + 64 + 8 + 1 + 2;

  // Bursts of both directions wait in two FIFOs; the burst at work counts its words.
  logic ar_valid, ar_take, aw_valid, aw_take;
  logic [29:0] ar_burst, aw_burst;        // {beats - 1, word}
  nf_fifo2 #(.Width(30)) u_ar (
    .clk_i, .rst_ni, .in_valid_i(arvalid_i), .in_ready_o(arready_o), .in_data_i({arlen_i, araddr_i[24:3]}),
    .out_valid_o(ar_valid), .out_ready_i(ar_take), .out_data_o(ar_burst)
  );
  nf_fifo2 #(.Width(30)) u_aw (
    .clk_i, .rst_ni, .in_valid_i(awvalid_i), .in_ready_o(awready_o), .in_data_i({awlen_i, awaddr_i[24:3]}),
    .out_valid_o(aw_valid), .out_ready_i(aw_take), .out_data_o(aw_burst)
  );

  logic        active_q, writing_q, last_q;
  logic        wrote_q;                   // the burst before this one was a write
  logic [21:0] word_q;
  logic [7:0]  left_q;                    // words after this one
  logic [5:0]  room_q;                    // free places of the read FIFO
  logic        has_room_q;
  logic [3:0]  answers_q;                 // write bursts to be answered
  logic        can_answer_q;              // one more fits

  logic request_ready;
  wire word_valid = active_q & (writing_q ? wvalid_i : has_room_q) & ~host_valid_i;
  wire word_taken = word_valid & request_ready;
  wire burst_ends = word_taken & last_q;
  wire begins = ~active_q | burst_ends;
  wire write_next = aw_valid & can_answer_q & (~ar_valid | ~(active_q ? writing_q : wrote_q));
  assign aw_take = begins & write_next;
  assign ar_take = begins & ar_valid & ~write_next;
  assign wready_o = active_q & writing_q & ~host_valid_i & request_ready;
  assign host_ready_o = request_ready;
  wire write_ends = burst_ends & writing_q;
  wire answered = bvalid_o & bready_i;
  wire reserves = word_taken & ~writing_q;
  wire frees = rvalid_o & rready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      active_q <= 1'b0; writing_q <= 1'b0; wrote_q <= 1'b0;
      answers_q <= 4'd0; can_answer_q <= 1'b1;
      room_q <= 6'(ReadDepth); has_room_q <= 1'b1;
    end else begin
      if (begins) begin
        active_q <= aw_take | ar_take;
        writing_q <= aw_take;
        if (active_q) wrote_q <= writing_q;
      end
      answers_q <= answers_q + 4'(write_ends) - 4'(answered);
      can_answer_q <= answers_q < 4'd8;
      room_q <= room_q - 6'(reserves) + 6'(frees);
      has_room_q <= (room_q > 6'd1) | ((room_q == 6'd1) & ~reserves) | frees;
    end
  end
  always_ff @(posedge clk_i) begin
    if (begins) begin
      {left_q, word_q} <= write_next ? aw_burst : ar_burst;
      last_q <= (write_next ? aw_burst[29:22] : ar_burst[29:22]) == 8'd0;
    end else if (word_taken) begin
      left_q <= left_q - 8'd1;
      word_q <= word_q + 22'd1;
      last_q <= left_q == 8'd1;
    end
  end

  // One register stage to the controller, so that its answer does not reach the masters in the same cycle.
  wire writes = host_valid_i ? host_write_i : writing_q;
  nf_fifo2 #(.Width(RequestBits)) u_request (
    .clk_i, .rst_ni, .in_valid_i(host_valid_i | word_valid), .in_ready_o(request_ready),
    .in_data_i({writes, host_valid_i, last_q, host_valid_i ? 8'hff : wstrb_i, host_valid_i ? host_data_i : wdata_i, host_valid_i ? host_word_i : word_q}),
    .out_valid_o(valid_o), .out_ready_i(ready_i), .out_data_o({write_o, tag_o, strobe_o, data_o, word_o})
  );

  // Data of reads, by their tag.
  logic [5:0] waiting;
  nf_fifo #(.Width(65), .Depth(ReadDepth)) u_reads (
    .clk_i, .rst_ni, .push_i(read_i & ~read_tag_i[1]), .data_i({read_tag_i[0], read_data_i}), .pop_i(frees),
    .data_o({rlast_o, rdata_o}), .count_o(waiting)
  );
  assign rvalid_o = waiting != '0;
  assign host_read_o = read_i & read_tag_i[1];
  assign host_data_o = read_data_i;
  assign bvalid_o = answers_q != 4'd0;
  // Bits that carry nothing here.
  wire unused = &{1'b0, araddr_i[31:25], araddr_i[2:0], awaddr_i[31:25], awaddr_i[2:0]};
endmodule
