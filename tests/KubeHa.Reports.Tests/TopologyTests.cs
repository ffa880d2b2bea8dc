using System.Xml.Linq;
using FluentAssertions;
using KubeHa.Templates;
using KubeHa.Templates.Tests;
using Xunit;

namespace KubeHa.Reports.Tests;

public sealed class TopologyTests
{
    [Fact]
    public void A_drawing_stands_alone()
    {
        var svg = ReferenceClusters.AsPublished.ToSvg();
        var root = XDocument.Parse(svg).Root!;

        root.Name.Should().Be(XName.Get("svg", "http://www.w3.org/2000/svg"));
        root.Attribute("width")!.Value.Should().Be("960");
        svg.Should().Contain("prefers-color-scheme:dark").And.NotContainAny("var(", "href", "url(", "@import");
        root.Elements().First().Value.Should().Be("The machines of the cluster reference");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void No_two_machines_of_a_drawing_touch_and_all_are_inside(int workers)
    {
        var cluster = OtherClusters.Large(workers);
        foreach (var narrow in new[] { false, true })
        {
            var root = TopologyDrawing.Draw(cluster, TopologyState.None, narrow, "x");
            var size = root.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();
            var boxes = root.Descendants().Where(element => element.Name.LocalName == "g" && ((string?)element.Attribute("class"))?.Split(' ')[0] is "machine" or "address")
                .Select(group => group.Elements().First(element => element.Name.LocalName == "rect")).Select(rect => (X: Of(rect, "x"), Y: Of(rect, "y"), W: Of(rect, "width"), H: Of(rect, "height"))).ToList();

            boxes.Should().HaveCount(1 + 3 + 5 + Math.Min(workers + 2, workers + 2 > 10 ? 9 : 10));
            boxes.Should().OnlyContain(box => box.X >= 0 && box.Y >= 0 && box.X + box.W <= size[2] && box.Y + box.H <= size[3]);
            boxes.SelectMany((one, i) => boxes.Skip(i + 1).Where(other => one.X < other.X + other.W && other.X < one.X + one.W && one.Y < other.Y + other.H && other.Y < one.Y + one.H)).Should().BeEmpty();
        }
    }

    [Fact]
    public void Whom_something_is_the_matter_with_is_drawn_among_a_thousand()
    {
        var cluster = OtherClusters.Large(1000);
        var report = new CheckReport([new CheckResult("node-ready", "w777", CheckStatus.Fails, "not Ready", "")], new RunReport(RunOutcome.NoChange, [], Observations.None));

        cluster.ToSvg(report).Should().Contain(">w777<").And.Contain("993 more machines");
    }

    [Fact]
    public void What_was_seen_is_drawn_by_words_too()
    {
        var svg = ReferenceClusters.InTheLab.ToSvg(SampleVerification.Fails);

        svg.Should().Contain("virtual IP, on lvs01").And.Contain(">owns the virtual IP<").And.Contain(">stands by<").And.Contain(">NOT in the pool<").And.Contain(">2 checks fail<");
    }

    [Fact]
    public void A_cluster_of_one_is_drawn()
    {
        OtherClusters.Small.ToSvg().Should().Contain(">cp1<").And.NotContain("They dial");
        OtherClusters.Small.ToMermaid().Should().NotContain("They dial");
    }

    private static double Of(XElement rect, string name) => Number(rect.Attribute(name)!.Value);

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
