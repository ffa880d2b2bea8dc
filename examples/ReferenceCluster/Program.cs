using System.CommandLine;
using ReferenceCluster;
using ReferenceCluster.Verbs;

var inventory = new Option<string?>("--inventory") { Description = "File that says how machines are reached over SSH.", HelpName = "FILE", Recursive = true };
var file = new Option<string?>("--cluster") { Description = "A cluster file instead of the built-in topology (docs/cluster-file.md).", HelpName = "FILE", Recursive = true };
var lab = new Option<bool>("--lab") { Description = "The machines are the lab's: its variant of the topology, unless --cluster says another, and its pod network.", Recursive = true };
var fast = new Option<bool>("--fast") { Description = "Directors that fail over fast: adverts every 0.1 s, short checks; for quiet machines with keepalived 2.0 or newer.", Recursive = true };
var state = new Option<string>("--state") { Description = "Folder for the cluster's secrets.", HelpName = "DIR", Recursive = true, DefaultValueFactory = _ => "./reference-cluster" };
var folder = new Option<string>("--out") { Description = "Folder to write into.", HelpName = "DIR", Required = true };
var only = new Option<string?>("--only") { Description = "The one machine that is meant.", HelpName = "MACHINE" };
var json = new Option<string?>("--json") { Description = "As JSON, to a file or to standard output.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
var observed = new Option<string?>("--observed") { Description = "What `look --json FILE` wrote, instead of asking the machines.", HelpName = "FILE" };
var planFile = new Option<string?>("--plan") { Description = "Run exactly the plan that `plan --json FILE` wrote, once.", HelpName = "FILE" };
var key = new Option<string>("--key") { Description = "The private key to install; its public half is FILE.pub.", HelpName = "FILE", Required = true };
var passwordFile = new Option<string?>("--password-file") { Description = "File whose first line is the machines' password; without it the password is asked for. It is never an argument.", HelpName = "FILE" };
var remove = new Option<bool>("--remove") { Description = "Take the keys of these logins away again." };
var scenario = new Argument<string>("SCENARIO") { Description = $"One of {string.Join(", ", KubeHa.Templates.DrillScenario.All.Where(known => !known.NeedsInjector).Select(known => known.Name))}; with --injector also {string.Join(", ", KubeHa.Templates.DrillScenario.All.Where(known => known.NeedsInjector).Select(known => known.Name))}." };
var machine = new Option<string?>("--machine") { Description = "The machine to make the fault on; the drill chooses one without it.", HelpName = "MACHINE" };
var prober = new Option<string?>("--prober") { Description = "The prober; by default the one of the package KubeHa.Prober beside this program.", HelpName = "FILE" };
var yes = new Option<string?>("--yes-disturb") { Description = "Consent to a disruptive drill: the cluster's name.", HelpName = "CLUSTER" };
var quorum = new Option<bool>("--accept-quorum-loss") { Description = "Consent to etcd losing its majority meanwhile." };
var injector = new Option<string?>("--injector") { Description = "A command that takes a machine's power and gives it back: COMMAND kill MACHINE, COMMAND start MACHINE.", HelpName = "COMMAND" };
var times = new Option<int>("--times") { Description = "How often, 1 to 100; with --json FILE each report has its number before the ending of the file's name.", HelpName = "N", DefaultValueFactory = _ => 1 };
var run = new Option<string?>("--run") { Description = "The log of a run: latest, a name from the folder's runs, or a file.", HelpName = "LOG" };
var verification = new Option<string?>("--verification") { Description = "What `verify --json FILE` wrote.", HelpName = "FILE" };
var drillFile = new Option<string?>("--drill") { Description = "What `drill SCENARIO --json FILE` wrote.", HelpName = "FILE" };
var page = new Option<string>("--out") { Description = "The HTML file to write.", HelpName = "FILE", Required = true };
var secretName = new Argument<string>("NAME") { Description = "Its name, as contents refer to it." };
var secretFile = new Option<string>("--file") { Description = "The file that holds it. It is never an argument.", HelpName = "FILE", Required = true };
var svg = new Option<bool>("--svg") { Description = "As a drawing (SVG)." };
var schema = new Option<bool>("--schema") { Description = "The JSON Schema for editors instead." };
var mermaid = new Option<bool>("--mermaid") { Description = "As a flowchart for a Markdown page." };

using var interrupts = new Interrupts();
var console = Terminal.Open();

var render = new Command("render", "Write every file of every machine into a folder; talks to no machine.") { folder };
render.SetAction((parsed, _) => RenderVerb.RunAsync(Read(parsed), parsed.GetRequiredValue(folder), console, interrupts.Gentle));
var plan = new Command("plan", "Print every step; with an inventory for the machines as they are, else for bare ones.") { only, json, observed };
plan.SetAction((parsed, _) => PlanVerb.RunAsync(Read(parsed), parsed.GetValue(only), parsed.GetValue(observed), Wanted(parsed), interrupts));
var look = new Command("look", "Write down what every machine is and has; changes nothing.") { json };
look.SetAction((parsed, _) => LookVerb.RunAsync(Read(parsed), Wanted(parsed) ?? JsonOutput.Console, interrupts));
var preflight = new Command("preflight", "Look whether the cluster can be brought up; changes nothing.");
preflight.SetAction((parsed, _) => PreflightVerb.RunAsync(Read(parsed), console, interrupts));
var preview = new Command("preview", "Look what apply would do now; changes nothing. Exit code 4 where something is pending.") { only };
preview.SetAction((parsed, _) => PreviewVerb.RunAsync(Read(parsed), parsed.GetValue(only), console, interrupts));
var apply = new Command("apply", "Bring the cluster up, or heal it; again is always safe.") { only, planFile };
apply.SetAction((parsed, _) => ApplyVerb.RunAsync(Read(parsed), parsed.GetValue(only), parsed.GetValue(planFile), console, interrupts));
var verify = new Command("verify", "Look at the running cluster from every side and judge it.") { json };
verify.SetAction((parsed, _) => VerifyVerb.RunAsync(Read(parsed), Wanted(parsed), console, interrupts));
var firstContact = new Command("first-contact", "Install your key on machines that know only a password, once; the key is proved by a login with it alone.") { only, key, passwordFile };
firstContact.SetAction((parsed, _) => FirstContactVerb.RunAsync(Read(parsed), parsed.GetValue(only), parsed.GetRequiredValue(key), parsed.GetValue(passwordFile), console, interrupts.Gentle));
var logins = new Command("logins", "Let root of the first master log in on the other masters, and theirs on it; the cluster needs it for nothing.") { remove };
logins.SetAction((parsed, _) => LoginsVerb.RunAsync(Read(parsed), parsed.GetValue(remove), console, interrupts));
var secret = new Command("secret", "Keep a secret that only you have in the folder, for example etcd/client.key.") { secretName, secretFile };
secret.SetAction((parsed, _) => SecretVerb.RunAsync(Read(parsed), parsed.GetRequiredValue(secretName), parsed.GetRequiredValue(secretFile), interrupts.Gentle));
var drill = new Command("drill", "Make a fault, measure how long a client feels it, undo it; needs --yes-disturb where requests will fail.") { scenario, machine, prober, yes, quorum, injector, times, json };
drill.SetAction((parsed, _) => DrillVerb.RunAsync(
    Read(parsed),
    new DrillWish(parsed.GetRequiredValue(scenario), parsed.GetValue(machine), parsed.GetValue(prober), parsed.GetValue(yes), parsed.GetValue(quorum), parsed.GetValue(injector), parsed.GetValue(times)),
    Wanted(parsed), console, interrupts));
var report = new Command("report", "Make one HTML file of a run, a verification or a drill; talks to no machine.") { run, verification, drillFile, page };
report.SetAction((parsed, _) => ReportVerb.RunAsync(Read(parsed), (parsed.GetValue(run), parsed.GetValue(verification), parsed.GetValue(drillFile)), parsed.GetRequiredValue(page), interrupts.Gentle));
var topology = new Command("topology", "Print the machines as a drawing for your documentation; talks to no machine.") { svg, mermaid };
topology.SetAction(parsed => TopologyVerb.Run(Read(parsed), parsed.GetValue(svg), parsed.GetValue(mermaid)));
var clusterFile = new Command("cluster-file", "Print the cluster as a file that --cluster takes; talks to no machine.") { schema };
clusterFile.SetAction(parsed => ClusterFileVerb.Run(Read(parsed), parsed.GetValue(schema)));

var root = new RootCommand("Brings up and keeps the reference cluster of KubeHa.") { inventory, file, lab, fast, state, firstContact, render, look, plan, preflight, preview, apply, verify, drill, logins, secret, report, topology, clusterFile };
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    return ExitCodes.BadInput;
}

// Signals are ours (twice kills), and so are exceptions (they have exit codes).
return await Failures.GuardAsync(() => parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }));

JsonOutput? Wanted(ParseResult result) => result.GetResult(json) is null ? null : new JsonOutput(result.GetValue(json));

Settings Read(ParseResult result) => new(result.GetValue(inventory), result.GetValue(lab), result.GetRequiredValue(state), result.GetValue(fast), result.GetValue(file));
