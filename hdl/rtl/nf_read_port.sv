// One AXI read port shared by several channels: order of bursts, data to the channel at its head. A channel keeps the address of its
// burst while the port shows it. Never more than Outstanding bursts unfinished; data is always accepted, because channels reserve
// their space. No path from an AXI input to an AXI output.
module nf_read_port #(
  parameter int Channels = 4,
  parameter int AddressBits = 29,
  parameter int Outstanding = 8
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            halt_i,
  input  logic [Channels-1:0]             request_i,
  input  logic [Channels-1:0]             run_end_i,   // of the burst requested
  input  logic [Channels*AddressBits-1:0] address_i,   // of the burst granted last, in memory words; words - 1
  input  logic [Channels*6-1:0]           last_i,
  output logic [Channels-1:0]             grant_o,
  output logic [Channels-1:0]             push_o,
  output logic                            push_last_o, // the word ends a run
  output logic                            quiet_o,
  output logic                            error_o,
  output logic                            arvalid_o,
  input  logic                            arready_i,
  output logic [31:0]                     araddr_o,
  output logic [7:0]                      arlen_o,
  input  logic                            rvalid_i,
  input  logic [1:0]                      rresp_i,
  input  logic                            rlast_i
);
  localparam int IndexBits = (Channels > 1) ? $clog2(Channels) : 1;
  localparam int CountBits = $clog2(Outstanding + 1);
  logic                 arvalid_q;
  logic [IndexBits-1:0] index, index_q, head;
  logic [CountBits-1:0] pending;
  logic                 head_ends;
  logic [(Channels+2)/3-1:0] ends;               // the burst granted ends a run
  wire free = ~arvalid_q | arready_i;
  wire can = free & ~halt_i & (pending < CountBits'(Outstanding));
  wire any = can & (request_i != '0);
  wire finished = rvalid_i & rlast_i;
  nf_round_robin #(.Count(Channels)) u_choice (
    .clk_i, .rst_ni, .request_i, .enable_i(can), .grant_o, .index_o(index)
  );
  nf_meet #(.Width(Channels)) u_ends (.a_i(grant_o), .b_i(run_end_i), .parts_o(ends));
  nf_fifo #(.Width(IndexBits + 1), .Depth(Outstanding)) u_order (
    .clk_i, .rst_ni, .push_i(any), .data_i({ends != '0, index}), .pop_i(finished), .data_o({head_ends, head}), .count_o(pending)
  );
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      arvalid_q <= 1'b0; index_q <= '0;
    end else begin
      if (free) arvalid_q <= any;
      if (any) index_q <= index;
    end
  end
  always_comb begin
    for (int k = 0; k < Channels; k++) push_o[k] = rvalid_i & (head == IndexBits'(k));
  end
  assign push_last_o = rlast_i & head_ends;
  assign arvalid_o = arvalid_q;
  assign araddr_o = {address_i[AddressBits*index_q +: AddressBits], {(32 - AddressBits){1'b0}}};
  assign arlen_o = {2'd0, last_i[6*index_q +: 6]};
  assign quiet_o = ~arvalid_q & (pending == '0);
  assign error_o = rvalid_i & rresp_i[1];
  // Bits that carry nothing here.
  wire unused = &{1'b0, rresp_i[0]};
endmodule
