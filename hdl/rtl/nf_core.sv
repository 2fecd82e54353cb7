// The whole array: grid of tiles, DMA channels on AXI ports, configuration path, control. Everything that differs between targets is a
// parameter; probes show each tile's own output beats to a test bench and vanish in synthesis when left open.
module nf_core #(
  parameter int Rows = 2,
  parameter int Cols = 2,
  parameter int Banks = 8,
  parameter int Neurons = 16,
  parameter int EpilogueLanes = 8,
  parameter int RowDepth = 512,
  parameter int WeightWidth = 512,
  parameter int WeightBlocks = 128,
  parameter int PassDepth = 1024,
  parameter int TapSets = 128,
  parameter int ThresholdGroups = 16,
  parameter int PairTables = 4,
  parameter int PixelDepth = 512,
  parameter int DrainDepth = 16,
  parameter int OutDepth = 16,
  parameter int LoadCycles = 4,
  parameter int EdgeStreams = 4,
  parameter int Ports = 2,
  parameter int AxiBytes = 8,
  parameter int MaxBurst = 16,
  parameter int Fingerprint = 0,
  parameter int Primitives = 0
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,
  input  logic                        s_axil_awvalid_i,
  output logic                        s_axil_awready_o,
  input  logic [15:0]                 s_axil_awaddr_i,
  input  logic                        s_axil_wvalid_i,
  output logic                        s_axil_wready_o,
  input  logic [31:0]                 s_axil_wdata_i,
  input  logic [3:0]                  s_axil_wstrb_i,
  output logic                        s_axil_bvalid_o,
  input  logic                        s_axil_bready_i,
  output logic [1:0]                  s_axil_bresp_o,
  input  logic                        s_axil_arvalid_i,
  output logic                        s_axil_arready_o,
  input  logic [15:0]                 s_axil_araddr_i,
  output logic                        s_axil_rvalid_o,
  input  logic                        s_axil_rready_i,
  output logic [31:0]                 s_axil_rdata_o,
  output logic [1:0]                  s_axil_rresp_o,
  output logic                        irq_o,
  output logic [Ports-1:0]            m_axi_arvalid_o,
  input  logic [Ports-1:0]            m_axi_arready_i,
  output logic [Ports*32-1:0]         m_axi_araddr_o,
  output logic [Ports*8-1:0]          m_axi_arlen_o,
  input  logic [Ports-1:0]            m_axi_rvalid_i,
  output logic [Ports-1:0]            m_axi_rready_o,
  input  logic [Ports*AxiBytes*8-1:0] m_axi_rdata_i,
  input  logic [Ports*2-1:0]          m_axi_rresp_i,
  input  logic [Ports-1:0]            m_axi_rlast_i,
  output logic [Ports-1:0]            m_axi_awvalid_o,
  input  logic [Ports-1:0]            m_axi_awready_i,
  output logic [Ports*32-1:0]         m_axi_awaddr_o,
  output logic [Ports*8-1:0]          m_axi_awlen_o,
  output logic [Ports-1:0]            m_axi_wvalid_o,
  input  logic [Ports-1:0]            m_axi_wready_i,
  output logic [Ports*AxiBytes*8-1:0] m_axi_wdata_o,
  output logic [Ports*AxiBytes-1:0]   m_axi_wstrb_o,
  output logic [Ports-1:0]            m_axi_wlast_o,
  input  logic [Ports-1:0]            m_axi_bvalid_i,
  output logic [Ports-1:0]            m_axi_bready_o,
  input  logic [Ports*2-1:0]          m_axi_bresp_i,
  output logic [Rows*Cols-1:0]        probe_valid_o,
  output logic [Rows*Cols*24-1:0]     probe_data_o,
  output logic                        probe_go_o
);
  localparam int Tiles = Rows * Cols;
  localparam int AddressBits = 32 - $clog2(AxiBytes);   // addresses of memory words
  localparam int WordBits = 27 - $clog2(AxiBytes);      // memory words of a run
  localparam int Lanes = 8 * AxiBytes / 24;             // beats of a memory word
  localparam int LaneBits = $clog2(Lanes);
  localparam int Width = 24 * Lanes;
  genvar r, c, e, k, p;

  // Control and configuration.
  logic core_rst_n, config_rst_n, start, halt, streaming, finished, quiet, packet_error;
  logic [31:0] init_address, init_words, loop_address, loop_words, phases;
  logic [19:0] frames, frame;
  logic [Ports-1:0] read_error, write_error, read_quiet, write_quiet;
  nf_control #(.Fingerprint(Fingerprint)) u_control (
    .clk_i, .rst_ni,
    .s_axil_awvalid_i, .s_axil_awready_o, .s_axil_awaddr_i, .s_axil_wvalid_i, .s_axil_wready_o, .s_axil_wdata_i, .s_axil_wstrb_i,
    .s_axil_bvalid_o, .s_axil_bready_i, .s_axil_bresp_o, .s_axil_arvalid_i, .s_axil_arready_o, .s_axil_araddr_i,
    .s_axil_rvalid_o, .s_axil_rready_i, .s_axil_rdata_o, .s_axil_rresp_o, .irq_o,
    .core_rst_no(core_rst_n), .start_o(start), .halt_o(halt), .init_address_o(init_address), .init_words_o(init_words),
    .loop_address_o(loop_address), .loop_words_o(loop_words), .frames_o(frames), .streaming_o(streaming),
    .finished_i(finished), .quiet_i(quiet), .progress_i(progress_q), .read_error_i(|read_error), .write_error_i(|write_error),
    .packet_error_i(packet_error), .phases_i(phases)
  );
  logic config_valid, config_ready, config_done, go, work, settled;
  localparam int BusBits = AxiBytes * 8 + 46;   // of the configuration bus
  logic [AxiBytes*8-1:0] config_data;
  logic [BusBits-1:0] bus;
  logic config_request, config_grant, config_push;
  logic [AddressBits-1:0] config_address;
  logic [5:0] config_last;
  logic idle_q, progress_q;
  nf_reset u_config_reset (.clk_i, .rst_ni(core_rst_n), .rst_no(config_rst_n));
  nf_config_fetch #(.AxiBytes(AxiBytes), .MaxBurst(MaxBurst)) u_fetch (
    .clk_i, .rst_ni(config_rst_n), .start_i(start), .init_address_i(init_address), .init_words_i(init_words),
    .loop_address_i(loop_address), .loop_words_i(loop_words), .loops_i(streaming ? 20'd1 : frames),
    .request_o(config_request), .taken_address_o(config_address), .taken_last_o(config_last), .grant_i(config_grant),
    .push_i(config_push), .push_data_i(m_axi_rdata_i[AxiBytes*8*(Ports-1) +: AxiBytes*8]),
    .out_valid_o(config_valid), .out_ready_i(config_ready), .out_data_o(config_data), .done_o(config_done)
  );
  nf_config_parser #(.Hold(Rows + Cols + 8), .Delay(Rows + Cols + 5), .DataBits(AxiBytes * 8)) u_parser (
    .clk_i, .rst_ni(config_rst_n), .start_i(start), .frames_i(streaming ? frames : 20'd1),
    .in_valid_i(config_valid), .in_ready_o(config_ready), .in_data_i(config_data), .idle_i(idle_q),
    .bus_o(bus), .go_o(go), .work_o(work), .frame_o(frame), .phases_o(phases), .settled_o(settled), .error_o(packet_error)
  );
  assign probe_go_o = go;
  assign finished = config_done & settled & idle_q;

  // Grid. Links: index 0 N, 1 E, 2 S, 3 W of every tile; *_in arrives at the tile, *_out leaves it.
  logic [Tiles*4-1:0]  in_valid, in_ready, out_valid, out_ready;
  logic [Tiles*96-1:0] in_data, out_data;
  logic [Tiles*BusBits-1:0] bus_in, bus_out;
  logic [Tiles-1:0] tile_done;
  // Edge channels.
  logic [EdgeStreams-1:0] read_valid, read_ready, write_valid, write_ready, read_done, write_done;
  logic [EdgeStreams*24-1:0] read_data, write_data;

  generate
    for (r = 0; r < Rows; r = r + 1) begin : gen_row
      for (c = 0; c < Cols; c = c + 1) begin : gen_col
        localparam int T = r * Cols + c;
        if (r == 0 && c == 0) begin : gen_bus_head
          assign bus_in[BusBits*T +: BusBits] = bus;
        end else if (r == 0) begin : gen_bus_east
          assign bus_in[BusBits*T +: BusBits] = bus_out[BusBits*(T-1) +: BusBits];
        end else begin : gen_bus_south
          assign bus_in[BusBits*T +: BusBits] = bus_out[BusBits*(T-Cols) +: BusBits];
        end
        nf_tile #(
          .Row(r), .Col(c), .Banks(Banks), .Neurons(Neurons), .EpilogueLanes(EpilogueLanes), .RowDepth(RowDepth), .WeightWidth(WeightWidth),
          .WeightBlocks(WeightBlocks), .PassDepth(PassDepth), .TapSets(TapSets), .ThresholdGroups(ThresholdGroups), .PairTables(PairTables),
          .PixelDepth(PixelDepth), .DrainDepth(DrainDepth), .OutDepth(OutDepth), .LoadCycles(LoadCycles), .AxiBytes(AxiBytes),
          .Primitives(Primitives)
        ) u_tile (
          .clk_i, .rst_ni(core_rst_n), .bus_i(bus_in[BusBits*T +: BusBits]), .bus_o(bus_out[BusBits*T +: BusBits]),
          .link_valid_i(in_valid[4*T +: 4]), .link_ready_o(in_ready[4*T +: 4]), .link_data_i(in_data[96*T +: 96]),
          .link_valid_o(out_valid[4*T +: 4]), .link_ready_i(out_ready[4*T +: 4]), .link_data_o(out_data[96*T +: 96]),
          .done_o(tile_done[T]), .probe_valid_o(probe_valid_o[T]), .probe_data_o(probe_data_o[24*T +: 24])
        );
        // Edge port numbers of this tile's sides; a side inside the grid, or beyond the edge streams, has none.
        localparam int EdgeW = (c == 0) ? 2 * r : -1;
        localparam int EdgeE = (c == Cols - 1) ? 2 * r + 1 : -1;
        localparam int EdgeN = (r == 0) ? 2 * Rows + 2 * c : -1;
        localparam int EdgeS = (r == Rows - 1) ? 2 * Rows + 2 * c + 1 : -1;
        localparam int PeerN = T - Cols;
        localparam int PeerE = T + 1;
        localparam int PeerS = T + Cols;
        localparam int PeerW = T - 1;
        if (r > 0) begin : gen_north
          assign in_valid[4*T] = out_valid[4*PeerN+2];
          assign in_data[96*T +: 24] = out_data[96*PeerN+48 +: 24];
          assign out_ready[4*T] = in_ready[4*PeerN+2];
        end else if (EdgeN < EdgeStreams) begin : gen_north_edge
          assign in_valid[4*T] = read_valid[EdgeN];
          assign in_data[96*T +: 24] = read_data[24*EdgeN +: 24];
          assign read_ready[EdgeN] = in_ready[4*T];
          assign write_valid[EdgeN] = out_valid[4*T];
          assign write_data[24*EdgeN +: 24] = out_data[96*T +: 24];
          assign out_ready[4*T] = write_ready[EdgeN];
        end else begin : gen_north_none
          assign in_valid[4*T] = 1'b0;
          assign in_data[96*T +: 24] = 24'd0;
          assign out_ready[4*T] = 1'b0;
        end
        if (c < Cols - 1) begin : gen_east
          assign in_valid[4*T+1] = out_valid[4*PeerE+3];
          assign in_data[96*T+24 +: 24] = out_data[96*PeerE+72 +: 24];
          assign out_ready[4*T+1] = in_ready[4*PeerE+3];
        end else if (EdgeE < EdgeStreams) begin : gen_east_edge
          assign in_valid[4*T+1] = read_valid[EdgeE];
          assign in_data[96*T+24 +: 24] = read_data[24*EdgeE +: 24];
          assign read_ready[EdgeE] = in_ready[4*T+1];
          assign write_valid[EdgeE] = out_valid[4*T+1];
          assign write_data[24*EdgeE +: 24] = out_data[96*T+24 +: 24];
          assign out_ready[4*T+1] = write_ready[EdgeE];
        end else begin : gen_east_none
          assign in_valid[4*T+1] = 1'b0;
          assign in_data[96*T+24 +: 24] = 24'd0;
          assign out_ready[4*T+1] = 1'b0;
        end
        if (r < Rows - 1) begin : gen_south
          assign in_valid[4*T+2] = out_valid[4*PeerS];
          assign in_data[96*T+48 +: 24] = out_data[96*PeerS +: 24];
          assign out_ready[4*T+2] = in_ready[4*PeerS];
        end else if (EdgeS < EdgeStreams) begin : gen_south_edge
          assign in_valid[4*T+2] = read_valid[EdgeS];
          assign in_data[96*T+48 +: 24] = read_data[24*EdgeS +: 24];
          assign read_ready[EdgeS] = in_ready[4*T+2];
          assign write_valid[EdgeS] = out_valid[4*T+2];
          assign write_data[24*EdgeS +: 24] = out_data[96*T+48 +: 24];
          assign out_ready[4*T+2] = write_ready[EdgeS];
        end else begin : gen_south_none
          assign in_valid[4*T+2] = 1'b0;
          assign in_data[96*T+48 +: 24] = 24'd0;
          assign out_ready[4*T+2] = 1'b0;
        end
        if (c > 0) begin : gen_west
          assign in_valid[4*T+3] = out_valid[4*PeerW+1];
          assign in_data[96*T+72 +: 24] = out_data[96*PeerW+24 +: 24];
          assign out_ready[4*T+3] = in_ready[4*PeerW+1];
        end else if (EdgeW < EdgeStreams) begin : gen_west_edge
          assign in_valid[4*T+3] = read_valid[EdgeW];
          assign in_data[96*T+72 +: 24] = read_data[24*EdgeW +: 24];
          assign read_ready[EdgeW] = in_ready[4*T+3];
          assign write_valid[EdgeW] = out_valid[4*T+3];
          assign write_data[24*EdgeW +: 24] = out_data[96*T+72 +: 24];
          assign out_ready[4*T+3] = write_ready[EdgeW];
        end else begin : gen_west_none
          assign in_valid[4*T+3] = 1'b0;
          assign in_data[96*T+72 +: 24] = 24'd0;
          assign out_ready[4*T+3] = 1'b0;
        end
      end
    end
  endgenerate

  // DMA: channel e uses port e mod Ports, the configuration the last port.
  logic [EdgeStreams-1:0] read_request, read_ends, read_grant, read_push, write_request, write_grant, write_pop;
  logic [EdgeStreams*AddressBits-1:0] read_address, write_address;
  logic [EdgeStreams*6-1:0] read_last, write_last;
  logic [EdgeStreams*Width-1:0] write_word;
  logic [EdgeStreams*Lanes-1:0] write_lanes;
  logic [Ports*Width-1:0] read_word;
  logic [Ports-1:0] push_last;
  // The channels' bus is a cycle behind that of the tiles, and their go one more, behind the last address that the setup makes.
  logic [109:0] channel_bus;
  logic channel_write, channel_go;
  logic [19:0] channel_frame;
  always_ff @(posedge clk_i or negedge config_rst_n) begin
    if (!config_rst_n) begin
      channel_bus <= '0; channel_write <= 1'b0; channel_go <= 1'b0; channel_frame <= '0;
    end else begin
      channel_bus <= bus[109:0];
      channel_write <= bus[109] & ~bus[108] & (bus[107:104] == 4'd5);
      channel_go <= channel_bus[109] & channel_bus[108];
      channel_frame <= frame;
    end
  end
  wire bus_go = bus[109] & bus[108];
  wire [20:0] frames_n = ~(streaming ? {1'b0, frames} : 21'd1);
  logic [23:0] run_words_n;
  logic [2:0] first_lane, last_lane;
  logic [16:0] runs_n;
  logic [31:0] step, first;
  logic first_valid;
  logic [13:0] first_channel;
  nf_channel_setup #(.Channels(2 * EdgeStreams)) u_setup (
    .clk_i, .rst_ni(config_rst_n), .write_i(channel_write), .address_i(channel_bus[103:88]), .data_i(channel_bus[63:0]), .frame_i(channel_frame),
    .run_words_no(run_words_n), .first_lane_o(first_lane), .last_lane_o(last_lane), .runs_no(runs_n), .step_o(step),
    .first_valid_o(first_valid), .first_channel_o(first_channel), .first_o(first)
  );
  generate
    for (e = 0; e < EdgeStreams; e = e + 1) begin : gen_channel
      localparam int Port = e % Ports;
      nf_read_channel #(.Channel(e), .AxiBytes(AxiBytes), .MaxBurst(MaxBurst)) u_read (
        .clk_i, .rst_ni(core_rst_n), .write_i(channel_write), .address_i(channel_bus[103:88]), .run_words_ni(run_words_n[WordBits-1:0]),
        .first_lane_i(first_lane[LaneBits-1:0]), .last_lane_i(last_lane[LaneBits-1:0]), .runs_ni(runs_n),
        .stride_i(channel_bus[63 -: AddressBits]), .step_i(step[31 -: AddressBits]), .first_i(first[31 -: AddressBits]), .enable_i(channel_bus[8]), .first_valid_i(first_valid), .first_channel_i(first_channel),
        .go_i(channel_go), .work_i(work), .frames_ni(frames_n), .request_o(read_request[e]), .run_end_o(read_ends[e]),
        .taken_address_o(read_address[AddressBits*e +: AddressBits]), .taken_last_o(read_last[6*e +: 6]),
        .grant_i(read_grant[e]), .push_i(read_push[e]), .push_last_i(push_last[Port]), .push_data_i(read_word[Width*Port +: Width]),
        .out_valid_o(read_valid[e]), .out_ready_i(read_ready[e]), .out_data_o(read_data[24*e +: 24]), .done_o(read_done[e])
      );
      nf_write_channel #(.Channel(EdgeStreams + e), .AxiBytes(AxiBytes), .MaxBurst(MaxBurst)) u_write (
        .clk_i, .rst_ni(core_rst_n), .write_i(channel_write), .address_i(channel_bus[103:88]), .run_words_ni(run_words_n[WordBits-1:0]),
        .first_lane_i(first_lane[LaneBits-1:0]), .last_lane_i(last_lane[LaneBits-1:0]), .runs_ni(runs_n),
        .stride_i(channel_bus[63 -: AddressBits]), .step_i(step[31 -: AddressBits]), .first_i(first[31 -: AddressBits]), .enable_i(channel_bus[8]), .first_valid_i(first_valid), .first_channel_i(first_channel),
        .go_i(channel_go), .work_i(work), .frames_ni(frames_n), .in_valid_i(write_valid[e]), .in_ready_o(write_ready[e]),
        .in_data_i(write_data[24*e +: 24]), .request_o(write_request[e]), .taken_address_o(write_address[AddressBits*e +: AddressBits]),
        .taken_last_o(write_last[6*e +: 6]), .grant_i(write_grant[e]), .pop_i(write_pop[e]), .word_o(write_word[Width*e +: Width]),
        .lanes_o(write_lanes[Lanes*e +: Lanes]), .done_o(write_done[e])
      );
    end
    for (p = 0; p < Ports; p = p + 1) begin : gen_port
      // Edge channels p, p + Ports, p + 2 Ports and so on, then the configuration on the last port.
      localparam int Own = (EdgeStreams + Ports - 1 - p) / Ports;
      localparam int Config = (p == Ports - 1) ? 1 : 0;
      localparam int Reads = (Own + Config > 0) ? Own + Config : 1;
      localparam int Writes = (Own > 0) ? Own : 1;
      logic [Reads-1:0] request, ends, grant, push;
      logic [Reads*AddressBits-1:0] address;
      logic [Reads*6-1:0] last;
      logic [Writes-1:0] want, given, pop;
      logic [Writes*AddressBits-1:0] to_address;
      logic [Writes*6-1:0] to_last;
      logic [Writes*Width-1:0] to_word;
      logic [Writes*Lanes-1:0] to_lanes;
      for (k = 0; k < Own; k = k + 1) begin : gen_member
        localparam int E = p + k * Ports;
        assign request[k] = read_request[E];
        assign ends[k] = read_ends[E];
        assign address[AddressBits*k +: AddressBits] = read_address[AddressBits*E +: AddressBits];
        assign last[6*k +: 6] = read_last[6*E +: 6];
        assign read_grant[E] = grant[k];
        assign read_push[E] = push[k];
        assign want[k] = write_request[E];
        assign to_address[AddressBits*k +: AddressBits] = write_address[AddressBits*E +: AddressBits];
        assign to_last[6*k +: 6] = write_last[6*E +: 6];
        assign to_word[Width*k +: Width] = write_word[Width*E +: Width];
        assign to_lanes[Lanes*k +: Lanes] = write_lanes[Lanes*E +: Lanes];
        assign write_grant[E] = given[k];
        assign write_pop[E] = pop[k];
      end
      if (Config != 0) begin : gen_config
        assign request[Own] = config_request;
        assign ends[Own] = 1'b0;
        assign address[AddressBits*Own +: AddressBits] = config_address;
        assign last[6*Own +: 6] = config_last;
        assign config_grant = grant[Own];
        assign config_push = push[Own];
      end
      if (Own == 0) begin : gen_no_writes
        assign want = '0;
        assign to_address = '0;
        assign to_last = '0;
        assign to_word = '0;
        assign to_lanes = '0;
        wire unused = &{1'b0, given, pop};
      end
      if (Own + Config == 0) begin : gen_no_reads
        assign request = '0;
        assign ends = '0;
        assign address = '0;
        assign last = '0;
        wire unused = &{1'b0, grant, push};
      end
      assign read_word[Width*p +: Width] = m_axi_rdata_i[AxiBytes*8*p +: Width];
      logic rst_n;
      nf_reset u_reset (.clk_i, .rst_ni(core_rst_n), .rst_no(rst_n));
      nf_read_port #(.Channels(Reads), .AddressBits(AddressBits)) u_read (
        .clk_i, .rst_ni(rst_n), .halt_i(halt), .request_i(request), .run_end_i(ends), .address_i(address), .last_i(last),
        .grant_o(grant), .push_o(push), .push_last_o(push_last[p]), .quiet_o(read_quiet[p]), .error_o(read_error[p]),
        .arvalid_o(m_axi_arvalid_o[p]), .arready_i(m_axi_arready_i[p]), .araddr_o(m_axi_araddr_o[32*p +: 32]),
        .arlen_o(m_axi_arlen_o[8*p +: 8]), .rvalid_i(m_axi_rvalid_i[p]), .rresp_i(m_axi_rresp_i[2*p +: 2]), .rlast_i(m_axi_rlast_i[p])
      );
      nf_write_port #(.Channels(Writes), .AxiBytes(AxiBytes)) u_write (
        .clk_i, .rst_ni(rst_n), .halt_i(halt), .request_i(want), .address_i(to_address), .last_i(to_last), .data_i(to_word),
        .lanes_i(to_lanes), .grant_o(given), .pop_o(pop), .quiet_o(write_quiet[p]), .error_o(write_error[p]),
        .awvalid_o(m_axi_awvalid_o[p]), .awready_i(m_axi_awready_i[p]), .awaddr_o(m_axi_awaddr_o[32*p +: 32]),
        .awlen_o(m_axi_awlen_o[8*p +: 8]), .wvalid_o(m_axi_wvalid_o[p]), .wready_i(m_axi_wready_i[p]),
        .wdata_o(m_axi_wdata_o[AxiBytes*8*p +: AxiBytes*8]), .wstrb_o(m_axi_wstrb_o[AxiBytes*p +: AxiBytes]),
        .wlast_o(m_axi_wlast_o[p]), .bvalid_i(m_axi_bvalid_i[p]), .bresp_i(m_axi_bresp_i[2*p +: 2])
      );
    end
  endgenerate
  assign m_axi_rready_o = '1;
  assign m_axi_bready_o = '1;
  assign quiet = (&read_quiet) & (&write_quiet);
  wire moves = (|(m_axi_arvalid_o & m_axi_arready_i)) | (|m_axi_rvalid_i) | (|(m_axi_awvalid_o & m_axi_awready_i)) |
                    (|(m_axi_wvalid_o & m_axi_wready_i)) | (|m_axi_bvalid_i) | (|probe_valid_o) | bus_go;

  wire all_done = (&tile_done) & (&read_done) & (&write_done) & (&write_quiet);
  always_ff @(posedge clk_i or negedge config_rst_n) begin
    if (!config_rst_n) begin
      idle_q <= 1'b0; progress_q <= 1'b0;
    end else begin
      idle_q <= all_done;
      progress_q <= moves;
    end
  end
  // Bits that carry nothing here.
  wire unused = &{1'b0, out_data, bus_out, m_axi_rdata_i, read_word, run_words_n, first_lane, last_lane, step, first, channel_bus};
endmodule
