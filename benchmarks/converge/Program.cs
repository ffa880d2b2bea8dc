using System.Globalization;
using KubeHa.Converge;

// The measured program (preview, apply), the network (relay), and who measures (measure). ./run starts the last one.
return args switch
{
    ["preview" or "apply", var folder] => await Operator.RunAsync(args[0], folder),
    ["relay", var milliseconds, .. var ways] => await Relay.RunAsync(double.Parse(milliseconds, CultureInfo.InvariantCulture), ways),
    ["measure", .. var rest] => await Measure.RunAsync(MeasureOptions.Parse(rest)),
    ["page", var json, var page] => ResultPage.Write(json, page),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: KubeHa.Converge preview|apply FOLDER | relay MILLISECONDS NEAR=FAR... | measure OPTION... | page JSON PAGE; see ./run");
    return 2;
}
