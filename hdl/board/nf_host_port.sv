// The host's way into the machine: commands from a serial line become accesses to memory words and to the grid's registers.
// Command: operation, address (4 bytes), count (4 bytes), then for writes the data; numbers have their lowest byte first.
//   0x57 write memory, 0x52 read memory: `count` words of 8 bytes from byte address `address` on (of which the lowest 25 bits count)
//   0x77 write register, 0x72 read register: 4 bytes; `count` is not looked at
// Answer: for reads the data; a status byte (0, or the AXI response of the register access); the CRC-32 of command, data and status.
// Any other operation is skipped. A command that stays incomplete for 2^SilenceBits cycles is forgotten, so that a host that has lost
// the thread finds it again by waiting. Write data are not held up: a word is in memory before the next eight bytes are there.
module nf_host_port #(
  parameter int Divisor = 80,
  parameter int SilenceBits = 20
) (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        rx_i,
  output logic        tx_o,
  output logic        forgot_o,          // a command has been forgotten since the reset
  // one memory word at a time; data of a read come later, in any cycle
  output logic        word_valid_o,
  input  logic        word_ready_i,
  output logic        word_write_o,
  output logic [21:0] word_address_o,
  output logic [63:0] word_data_o,
  input  logic        word_read_i,
  input  logic [63:0] word_data_i,
  // AXI4-Lite master
  output logic        awvalid_o,
  input  logic        awready_i,
  output logic        wvalid_o,
  input  logic        wready_i,
  input  logic        bvalid_i,
  input  logic [1:0]  bresp_i,
  output logic        arvalid_o,
  input  logic        arready_i,
  input  logic        rvalid_i,
  input  logic [31:0] rdata_i,
  input  logic [1:0]  rresp_i,
  output logic [15:0] register_o,        // address of either direction
  output logic [31:0] wdata_o
);
  localparam logic [7:0] WriteMemory = 8'h57, ReadMemory = 8'h52, WriteRegister = 8'h77, ReadRegister = 8'h72;

  logic rx_valid, tx_ready;
  logic [7:0] rx_data;
  nf_uart_rx #(.Divisor(Divisor)) u_rx (.clk_i, .rst_ni, .rx_i, .valid_o(rx_valid), .data_o(rx_data));

  typedef enum logic [2:0] {StHeader, StTake, StAccess, StGive, StStatus, StCheck} state_e;
  state_e state_q;
  logic [7:0]  operation_q;
  logic [63:0] place_q;                  // address low, count high, while they arrive; then the address stands still and the count falls
  logic [63:0] data_q;
  logic [3:0]  byte_q;                   // bytes still to come or go in this state
  logic [1:0]  status_q;
  logic        issued_q, aw_q, w_q, ar_q, word_q;
  logic        forgot_q;
  logic [SilenceBits-1:0] silence_q;
  logic        tx_valid_q;
  logic [7:0]  tx_data_q;
  logic [31:0] crc;
  logic        crc_clear_q, crc_valid_q, crc_busy;
  logic [7:0]  crc_data_q;

  wire memory = (operation_q == WriteMemory) | (operation_q == ReadMemory);
  wire writes = operation_q[2:0] == WriteMemory[2:0];          // 0x57 and 0x77 end in 7, reads in 2
  wire [31:0] count = place_q[63:32];
  wire        last_word = ~memory | (count[31:1] == '0);
  wire [3:0]  size = memory ? 4'd8 : 4'd4;
  wire known = (rx_data == WriteMemory) | (rx_data == ReadMemory) | (rx_data == WriteRegister) | (rx_data == ReadRegister);
  wire send = tx_ready & ~tx_valid_q & ~crc_valid_q & ~crc_busy;     // transmitter and checksum can be given a byte
  wire silent = &silence_q;

  assign word_valid_o = word_q;
  assign word_write_o = writes;
  assign word_address_o = place_q[24:3];
  assign word_data_o = data_q;
  assign awvalid_o = aw_q;
  assign wvalid_o = w_q;
  assign arvalid_o = ar_q;
  assign register_o = place_q[15:0];
  assign wdata_o = data_q[63:32];         // bytes come in at the top
  assign forgot_o = forgot_q;

  nf_uart_tx #(.Divisor(Divisor)) u_tx (.clk_i, .rst_ni, .valid_i(tx_valid_q), .ready_o(tx_ready), .data_i(tx_data_q), .tx_o);
  nf_crc32 u_crc (.clk_i, .rst_ni, .clear_i(crc_clear_q), .valid_i(crc_valid_q), .data_i(crc_data_q), .busy_o(crc_busy), .value_o(crc));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StHeader;
      operation_q <= '0; place_q <= '0; data_q <= '0; byte_q <= 4'd0; status_q <= 2'd0;
      issued_q <= 1'b0; aw_q <= 1'b0; w_q <= 1'b0; ar_q <= 1'b0; word_q <= 1'b0;
      forgot_q <= 1'b0; silence_q <= '0;
      tx_valid_q <= 1'b0; tx_data_q <= '0;
      crc_clear_q <= 1'b1; crc_valid_q <= 1'b0; crc_data_q <= '0;
    end else begin
      crc_clear_q <= 1'b0;
      crc_valid_q <= 1'b0;
      if (tx_valid_q & tx_ready) tx_valid_q <= 1'b0;
      if (word_q & word_ready_i) word_q <= 1'b0;
      if (aw_q & awready_i) aw_q <= 1'b0;
      if (w_q & wready_i) w_q <= 1'b0;
      if (ar_q & arready_i) ar_q <= 1'b0;
      silence_q <= silence_q + 1'b1;
      unique case (state_q)
        StHeader: begin
          // Without a known operation byte_q is 0 and nothing has begun.
          if (rx_valid && byte_q == 4'd0) begin
            if (known) begin
              operation_q <= rx_data;
              byte_q <= 4'd8;
              status_q <= 2'd0;
              silence_q <= '0;
            end
          end else if (rx_valid) begin
            place_q <= {rx_data, place_q[63:8]};
            byte_q <= byte_q - 4'd1;
            silence_q <= '0;
          end else if (byte_q != 4'd0 && silent) begin
            byte_q <= 4'd0;
            crc_clear_q <= 1'b1;
            forgot_q <= 1'b1;
          end
          if (rx_valid && (byte_q != 4'd0 || known)) begin
            crc_valid_q <= 1'b1;
            crc_data_q <= rx_data;
          end
          if (rx_valid && byte_q == 4'd1) begin
            byte_q <= size;
            issued_q <= 1'b0;
            // No words: nothing to take or give.
            if (memory && {rx_data, place_q[63:40]} == '0) state_q <= StStatus;
            else state_q <= writes ? StTake : StAccess;
          end
        end
        StTake: begin
          if (rx_valid) begin
            data_q <= {rx_data, data_q[63:8]};
            byte_q <= byte_q - 4'd1;
            silence_q <= '0;
            crc_valid_q <= 1'b1;
            crc_data_q <= rx_data;
            if (byte_q == 4'd1) begin
              state_q <= StAccess;
              issued_q <= 1'b0;
            end
          end else if (silent) begin
            state_q <= StHeader;
            byte_q <= 4'd0;
            crc_clear_q <= 1'b1;
            forgot_q <= 1'b1;
          end
        end
        StAccess: begin
          issued_q <= 1'b1;
          if (!issued_q) begin
            word_q <= memory;
            aw_q <= ~memory & writes;
            w_q <= ~memory & writes;
            ar_q <= ~memory & ~writes;
          end else if (writes ? (memory ? ~word_q | word_ready_i : bvalid_i) : (memory ? word_read_i : rvalid_i)) begin
            if (memory) begin
              place_q <= {count - 32'd1, place_q[31:0] + 32'd8};
              if (!writes) data_q <= word_data_i;
            end else begin
              status_q <= writes ? bresp_i : rresp_i;
              if (!writes) data_q <= {32'd0, rdata_i};
            end
            byte_q <= size;
            silence_q <= '0;
            // `last_word` looks at the count before this word.
            if (writes) state_q <= last_word ? StStatus : StTake;
            else state_q <= StGive;
            issued_q <= last_word;      // while giving: these are the last data
          end
        end
        StGive: if (send) begin
          tx_valid_q <= 1'b1;
          tx_data_q <= data_q[7:0];
          crc_valid_q <= 1'b1;
          crc_data_q <= data_q[7:0];
          data_q <= {8'd0, data_q[63:8]};
          byte_q <= byte_q - 4'd1;
          if (byte_q == 4'd1) begin
            state_q <= issued_q ? StStatus : StAccess;
            issued_q <= 1'b0;
          end
        end
        StStatus: if (send) begin
          tx_valid_q <= 1'b1;
          tx_data_q <= {6'd0, status_q};
          crc_valid_q <= 1'b1;
          crc_data_q <= {6'd0, status_q};
          byte_q <= 4'd4;
          state_q <= StCheck;
        end
        StCheck: if (send) begin
          tx_valid_q <= 1'b1;
          tx_data_q <= byte_q == 4'd4 ? crc[7:0] : byte_q == 4'd3 ? crc[15:8] : byte_q == 4'd2 ? crc[23:16] : crc[31:24];
          byte_q <= byte_q - 4'd1;
          if (byte_q == 4'd1) begin
            state_q <= StHeader;
            crc_clear_q <= 1'b1;
          end
        end
        default: state_q <= StHeader;
      endcase
    end
  end
  // Bits that carry nothing here: addresses beyond the memory.
  wire unused = &{1'b0, place_q[31:25]};
endmodule
