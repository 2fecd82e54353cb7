// Controller of one SDR SDRAM of 4 banks x 8192 rows x 512 columns x 16 bits (32 MB), used in words of 8 bytes: each is a burst of four.
// A request is taken when valid and ready are both high; requests are served in order, and the data of reads come in order with the
// tag that their request carried. Rows stay open until another row of their bank, or a refresh, needs them closed, so words that
// follow each other go at four cycles each. A word's address is {row, bank, column / 4}: neighbouring KB lie in different banks.
// All pins are registered: what the SDRAM samples comes straight from a flop, what it drives goes straight into one. Times are in cycles.
module nf_sdram #(
  parameter int InitCycles = 16000,     // pause after power-up, 200 us
  parameter int RefreshCycles = 600,    // from one refresh to the next: 64 ms / 8192, less the longest wait for a burst to end
  parameter int Latency = 2,            // CAS latency
  parameter int Capture = 1,            // cycles that a word takes to the input flop beyond the latency, at least 1
  parameter int RowCycles = 2,          // tRP, tRCD
  parameter int ActiveCycles = 4,       // tRAS
  parameter int RefreshTime = 6,        // tRFC
  parameter int WriteRecovery = 2       // tWR
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  output logic        ready_o,          // initialised
  input  logic        valid_i,
  output logic        ready_word_o,
  input  logic        write_i,
  input  logic [21:0] word_i,
  input  logic [63:0] data_i,
  input  logic [7:0]  strobe_i,
  input  logic [1:0]  tag_i,
  output logic        read_o,
  output logic [1:0]  read_tag_o,
  output logic [63:0] read_data_o,
  // pins; the command is {cs_n, ras_n, cas_n, we_n}
  output logic [3:0]  command_o,
  output logic [12:0] address_o,
  output logic [1:0]  bank_o,
  output logic [1:0]  mask_o,
  output logic [15:0] dq_o,
  output logic        drive_o,          // the 16 data pins are outputs
  input  logic [15:0] dq_i
);
  localparam logic [3:0] Nop = 4'b0111, Active = 4'b0011, Read = 4'b0101, Write = 4'b0100, Precharge = 4'b0010, Refresh = 4'b0001, Mode = 4'b0000;
  localparam int Beats = 4;
  // From the cycle in which a read is decided, its last beat is in the input flop after this many cycles: one to the command's flop.
  localparam int Pipe = 1 + Latency + Capture + Beats - 1;
  localparam int TimerBits = $clog2(InitCycles + 1);
  initial begin
    if (RefreshCycles >= 2 ** TimerBits || RowCycles < 1 || Capture < 1) $fatal(1, "nf_sdram: parameters out of range");
  end

  // The request that is being served.
  logic        valid_q, write_q;
  logic [12:0] row_q;
  logic [1:0]  bank_q, tag_q;
  logic [6:0]  column_q;
  logic [63:0] data_q;
  logic [7:0]  strobe_q;

  // Open rows, looked up while a request is taken, for only what is done for it changes them until it is served.
  logic [3:0]  open_q;
  logic [12:0] open_row_q [0:3];
  logic        is_open_q, hit_q;            // a row of the request's bank is open; it would be the right one

  // What holds the next command back: any, a write (data of reads still come), a precharge (time in a row, write recovery).
  logic [3:0] wait_q, turn_q, hold_q;
  logic       free_q, turned_q, held_q;     // the counters are 0, 0, not 0

  typedef enum logic [2:0] {StPowerUp, StPrecharge, StRefresh, StMode, StRun} state_e;
  state_e state_q;
  logic [TimerBits-1:0] timer_q;
  logic       due_q;                        // a refresh is due
  logic [3:0] refreshes_q;                  // still to come before the mode is set
  logic       ready_q;
  assign ready_o = ready_q;

  wire run = (state_q == StRun) & free_q;
  wire serve = run & ~due_q & valid_q;
  wire close_all = run & due_q & ~held_q;
  wire activate = serve & ~is_open_q;
  wire close = serve & is_open_q & ~hit_q & ~held_q;
  wire access = serve & is_open_q & hit_q & (~write_q | turned_q);
  wire access_read = access & ~write_q;
  wire access_write = access & write_q;
  assign ready_word_o = ready_q & (~valid_q | access);
  wire take = valid_i & ready_word_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
    end else begin
      valid_q <= take | (valid_q & ~access);
    end
  end
  always_ff @(posedge clk_i) begin
    if (take) begin
      write_q <= write_i;
      {row_q, bank_q, column_q} <= word_i;
      data_q <= data_i;
      strobe_q <= strobe_i;
      tag_q <= tag_i;
      hit_q <= open_row_q[word_i[8:7]] == word_i[21:9];
    end else if (activate) begin
      hit_q <= 1'b1;
    end
    if (close | close_all) is_open_q <= 1'b0;
    else if (activate) is_open_q <= 1'b1;
    else if (take) is_open_q <= open_q[word_i[8:7]];
    if (activate) open_row_q[bank_q] <= row_q;
  end

  // Sequence of states, and the counters.
  wire other_free = free_q & (state_q != StRun);
  logic [3:0] wait_next, turn_next, hold_next;
  always_comb begin
    wait_next = free_q ? 4'd0 : wait_q - 4'd1;
    turn_next = turned_q ? 4'd0 : turn_q - 4'd1;
    hold_next = held_q ? hold_q - 4'd1 : 4'd0;
    if (activate) begin
      wait_next = 4'(RowCycles - 1);
      hold_next = 4'(ActiveCycles - 1);
    end
    if (close | close_all | (other_free & state_q == StPrecharge)) wait_next = 4'(RowCycles - 1);
    if (access) wait_next = 4'(Beats - 1);
    if (access_read) begin
      turn_next = 4'(Latency + Beats);      // last beat, then one cycle in which nobody drives
      if (hold_next < 4'(Beats - 1)) hold_next = 4'(Beats - 1);
    end
    if (access_write) hold_next = 4'(Beats - 2 + WriteRecovery);
    if (other_free & state_q == StRefresh) wait_next = 4'(RefreshTime - 1);
    if (other_free & state_q == StMode) wait_next = 4'd2;
  end
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StPowerUp;
      timer_q <= TimerBits'(InitCycles);
      due_q <= 1'b0; refreshes_q <= 4'd8; ready_q <= 1'b0;
      wait_q <= 4'd0; turn_q <= 4'd0; hold_q <= 4'd0;
      free_q <= 1'b1; turned_q <= 1'b1; held_q <= 1'b0;
      open_q <= 4'd0;
    end else begin
      wait_q <= wait_next; free_q <= wait_next == 4'd0;
      turn_q <= turn_next; turned_q <= turn_next == 4'd0;
      hold_q <= hold_next; held_q <= hold_next != 4'd0;
      if (activate) open_q[bank_q] <= 1'b1;
      if (close) open_q[bank_q] <= 1'b0;
      if (close_all) open_q <= 4'd0;
      if (timer_q == '0) timer_q <= TimerBits'(RefreshCycles - 1);
      else timer_q <= timer_q - 1'b1;
      if (timer_q == '0) due_q <= ready_q;
      unique case (state_q)
        StPowerUp: if (timer_q == '0) state_q <= StPrecharge;
        StPrecharge: if (free_q) state_q <= StRefresh;
        StRefresh: if (free_q) begin
          refreshes_q <= refreshes_q - 4'd1;
          if (ready_q) begin
            due_q <= 1'b0;
            state_q <= StRun;
          end else if (refreshes_q == 4'd1) state_q <= StMode;
        end
        StMode: if (free_q) begin
          ready_q <= 1'b1;
          state_q <= StRun;
        end
        StRun: if (close_all) state_q <= StRefresh;
        default: state_q <= StPowerUp;
      endcase
    end
  end

  // Pins out. A10 means all banks in a precharge, and must be low in reads and writes, which close nothing by themselves.
  logic [3:0]  command_q;
  logic [12:0] address_q;
  logic [1:0]  pin_bank_q, mask_q;
  logic [15:0] out_q;
  logic        drive_q;
  logic [47:0] rest_q;          // of the word that is being written
  logic [5:0]  rest_mask_q;
  logic [2:0]  rest_valid_q;
  assign command_o = command_q;
  assign address_o = address_q;
  assign bank_o = pin_bank_q;
  assign mask_o = mask_q;
  assign dq_o = out_q;
  assign drive_o = drive_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      command_q <= 4'b1111;
      rest_valid_q <= '0;
      drive_q <= 1'b0;
      mask_q <= 2'b11;
    end else begin
      command_q <= Nop;
      if (activate) command_q <= Active;
      if (close | close_all | (other_free & state_q == StPrecharge)) command_q <= Precharge;
      if (access_read) command_q <= Read;
      if (access_write) command_q <= Write;
      if (other_free & state_q == StRefresh) command_q <= Refresh;
      if (other_free & state_q == StMode) command_q <= Mode;
      rest_valid_q <= access_write ? 3'b111 : {1'b0, rest_valid_q[2:1]};
      drive_q <= access_write | rest_valid_q[0];
      mask_q <= access_write ? ~strobe_q[1:0] : rest_valid_q[0] ? rest_mask_q[1:0] : 2'b00;
    end
  end
  always_ff @(posedge clk_i) begin
    pin_bank_q <= (state_q == StMode) ? 2'd0 : bank_q;
    if (state_q == StMode) address_q <= {6'd0, 3'(Latency), 4'b0010};           // sequential bursts of four
    else if (activate) address_q <= row_q;
    else if (access) address_q <= {4'd0, column_q, 2'b00};
    else address_q <= {2'b00, ~close, 10'd0};
    out_q <= access_write ? data_q[15:0] : rest_q[15:0];
    rest_q <= access_write ? data_q[63:16] : {16'd0, rest_q[47:16]};
    rest_mask_q <= access_write ? ~strobe_q[7:2] : {2'b00, rest_mask_q[5:2]};
  end

  // Pins in. A word's beats are shifted in from the top; its tag arrives with the last.
  logic [15:0]     in_q;
  logic [Pipe-1:0] reading_q;
  logic [2*Pipe-1:0] tags_q;
  logic [47:0]     beats_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) reading_q <= '0;
    else reading_q <= {reading_q[Pipe-2:0], access_read};
  end
  always_ff @(posedge clk_i) begin
    tags_q <= {tags_q[2*Pipe-3:0], tag_q};
    in_q <= dq_i;
    beats_q <= {in_q, beats_q[47:16]};
  end
  assign read_o = reading_q[Pipe-1];
  assign read_tag_o = tags_q[2*Pipe-1 -: 2];
  assign read_data_o = {in_q, beats_q};
endmodule
