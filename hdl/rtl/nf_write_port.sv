// One AXI write port shared by several channels: a burst at a time, address and data side by side, responses counted. A channel keeps
// the address of its burst while the port shows it. No path from an AXI input to an AXI output.
module nf_write_port #(
  parameter int Channels = 4,
  parameter int AxiBytes = 8,
  parameter int AddressBits = 32 - $clog2(AxiBytes),
  parameter int Lanes = 8 * AxiBytes / 24,              // beats of a memory word
  parameter int Responses = 15
) (
  input  logic                              clk_i,
  input  logic                              rst_ni,
  input  logic                              halt_i,
  input  logic [Channels-1:0]               request_i,
  input  logic [Channels*AddressBits-1:0]   address_i,   // of the burst granted last, in memory words; words - 1
  input  logic [Channels*6-1:0]             last_i,
  input  logic [Channels*Lanes*24-1:0]      data_i,
  input  logic [Channels*Lanes-1:0]         lanes_i,     // those of the word that are written
  output logic [Channels-1:0]               grant_o,
  output logic [Channels-1:0]               pop_o,
  output logic                              quiet_o,
  output logic                              error_o,
  output logic                              awvalid_o,
  input  logic                              awready_i,
  output logic [31:0]                       awaddr_o,
  output logic [7:0]                        awlen_o,
  output logic                              wvalid_o,
  input  logic                              wready_i,
  output logic [AxiBytes*8-1:0]             wdata_o,
  output logic [AxiBytes-1:0]               wstrb_o,
  output logic                              wlast_o,
  input  logic                              bvalid_i,
  input  logic [1:0]                        bresp_i
);
  localparam int IndexBits = (Channels > 1) ? $clog2(Channels) : 1;
  localparam int Width = 24 * Lanes;
  localparam int Unused = AxiBytes - 3 * Lanes;         // bytes behind the last beat of a word
  logic                 awvalid_q, wvalid_q, first_q;
  logic [5:0]           left_q;          // words after this one, but for the first of a burst
  logic [3:0]           pending_q;
  logic [IndexBits-1:0] index, channel_q;
  wire idle = ~awvalid_q & ~wvalid_q;
  wire can = idle & ~halt_i & (pending_q < 4'(Responses));
  wire any = can & (request_i != '0);
  nf_round_robin #(.Count(Channels)) u_choice (
    .clk_i, .rst_ni, .request_i, .enable_i(can), .grant_o, .index_o(index)
  );
  wire [5:0] length = last_i[6*channel_q +: 6];
  wire [5:0] left = first_q ? length : left_q;
  wire accepted = wvalid_q & wready_i;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      awvalid_q <= 1'b0; wvalid_q <= 1'b0; first_q <= 1'b0; left_q <= '0; pending_q <= '0; channel_q <= '0;
    end else begin
      pending_q <= pending_q + 4'(any) - 4'(bvalid_i);
      if (any) channel_q <= index;
      awvalid_q <= any | (awvalid_q & ~awready_i);
      wvalid_q <= any | (wvalid_q & ~(wready_i & wlast_o));
      first_q <= any | (first_q & ~accepted);
      if (accepted) left_q <= left - 6'd1;
    end
  end
  wire [Width-1:0] word = data_i[Width*channel_q +: Width];
  wire [Lanes-1:0] lanes = lanes_i[Lanes*channel_q +: Lanes];
  always_comb begin
    for (int k = 0; k < Channels; k++) pop_o[k] = accepted & (channel_q == IndexBits'(k));
    for (int k = 0; k < Lanes; k++) wstrb_o[3*k +: 3] = {3{lanes[k]}};
    wstrb_o[3*Lanes +: Unused] = '0;
  end
  assign wdata_o = {{(8 * Unused){1'b0}}, word};
  assign awvalid_o = awvalid_q;
  assign awaddr_o = {address_i[AddressBits*channel_q +: AddressBits], {(32 - AddressBits){1'b0}}};
  assign awlen_o = {2'd0, length};
  assign wvalid_o = wvalid_q;
  assign wlast_o = left == 6'd0;
  assign quiet_o = idle & (pending_q == 4'd0);
  assign error_o = bvalid_i & bresp_i[1];
  // Bits that carry nothing here.
  wire unused = &{1'b0, bresp_i[0]};
endmodule
