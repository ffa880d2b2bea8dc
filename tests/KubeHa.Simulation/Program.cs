using System.Diagnostics;
using KubeHa.Simulation;

var clock = new JumpingClock();
using var world = new World(SimulatedCluster.Create(), args.Contains("--busybox") ? SimulatedShell.Busybox : SimulatedShell.Dash);
var transport = new SimulationTransport(world, clock);
var watch = Stopwatch.StartNew();
var rehearsal = await Rehearsal.RunAsync(world, transport, clock);
Console.WriteLine($"{rehearsal} in {watch.Elapsed}");
foreach (var s in rehearsal.Steps) Console.WriteLine($"{s.Step.Id} {s.Execs} {s.Points.Count}");
