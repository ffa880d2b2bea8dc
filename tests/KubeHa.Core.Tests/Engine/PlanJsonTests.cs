using System.Text.Json.Nodes;
using CsCheck;
using FluentAssertions;
using Xunit;
using static KubeHa.ShellScript;
using static KubeHa.Tests.Engine.Runs;

namespace KubeHa.Tests.Engine;

public sealed class PlanJsonTests
{
    [Fact]
    public void Any_plan_reads_back_equal_and_is_written_the_same_again() => AnyPlan.Plans.Sample(
        plan =>
        {
            var json = plan.ToJson();
            var read = Plan.FromJson(json);

            return read.Equals(plan) && read.ToJson() == json && read.ToText() == plan.ToText();
        },
        iter: 300);

    [Fact]
    public void Two_plans_that_differ_in_one_part_are_not_equal() => AnyPlan.Plans.Sample(
        plan => Changed(plan).All(other => !other.Equals(plan) && other.ToJson() != plan.ToJson()),
        iter: 50);

    [Fact]
    public void A_plan_stands_in_its_file_so_that_it_can_be_read()
    {
        var file = new ConfigFile("cp1", "/etc/x", Content.Concat(Content.Text("password \""), Content.Secret(SecretNames.VrrpPassword), Content.Text("\"\n")), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var plan = Plan.Create(
            "Bring it up",
            [new Target("cp1", System.Net.IPAddress.Parse("10.0.0.1"))],
            [
                Step("cp1/look", new StepAction.Observe("member", Sh($"who am i"))),
                Step("cp1/x", new StepAction.WriteFile(file)),
                Step("cp1/run", new StepAction.RunScript(Sh($"do '<it>' & \n twice"), Unless: Sh($"done")), "cp1/x") with { Timeout = TimeSpan.FromSeconds(1.5) },
                Milestone("up", "cp1/run"),
            ],
            [new Assumption("cp1", "member", null)],
            "abc");

        plan.ToJson().Should().Be("""
            {
              "format": "kubeha.plan/1",
              "name": "Bring it up",
              "secretsId": "abc",
              "targets": [
                {
                  "name": "cp1",
                  "address": "10.0.0.1"
                }
              ],
              "assumptions": [
                {
                  "host": "cp1",
                  "fact": "member",
                  "value": null
                }
              ],
              "steps": [
                {
                  "id": "cp1/look",
                  "host": "cp1",
                  "title": "Do cp1/look",
                  "timeoutSeconds": 600,
                  "action": {
                    "kind": "observe",
                    "fact": "member",
                    "probe": "who am i"
                  }
                },
                {
                  "id": "cp1/x",
                  "host": "cp1",
                  "title": "Do cp1/x",
                  "timeoutSeconds": 600,
                  "action": {
                    "kind": "writeFile",
                    "path": "/etc/x",
                    "mode": "0600",
                    "owner": "root:root",
                    "placement": "whole",
                    "keepExisting": false,
                    "content": [
                      "password \"",
                      {
                        "secret": "vrrp/password"
                      },
                      "\"\n"
                    ]
                  }
                },
                {
                  "id": "cp1/run",
                  "host": "cp1",
                  "title": "Do cp1/run",
                  "after": [
                    "cp1/x"
                  ],
                  "timeoutSeconds": 1.5,
                  "action": {
                    "kind": "runScript",
                    "unless": "done",
                    "script": "do '<it>' & \n twice"
                  }
                },
                {
                  "id": "up",
                  "title": "Reach up",
                  "after": [
                    "cp1/run"
                  ],
                  "timeoutSeconds": 600,
                  "action": {
                    "kind": "milestone"
                  }
                }
              ]
            }

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_problem_of_a_document_is_told_at_once_with_its_path()
    {
        var problems = Problems("""
            {
              "format": "kubeha.plan/1", "name": 7, "colour": "red",
              "targets": [{ "name": "m1", "address": "010.0.0.1" }, { "name": "m2", "address": "10.0.0.2", "port": 22 }],
              "assumptions": [{ "host": "m1", "fact": "x", "vlaue": null }],
              "steps": [
                { "id": "a", "id": "b", "host": "m1", "title": "A", "timeoutSeconds": "10", "action": { "kind": "check", "probe": "true", "message": "m", "unless": "x" } },
                { "id": "c", "host": "m1", "title": "", "after": [1], "timeoutSeconds": 1.00000001, "action": { "kind": "explode" } },
                { "id": "d", "host": "m1", "title": "D", "timeoutSeconds": 5, "action": { "kind": "writeFile", "path": "etc/x", "mode": "0644", "owner": "root", "placement": "whole", "keepExisting": false, "content": "" } },
                { "id": "e", "host": "m1", "title": "E", "timeoutSeconds": 5, "action": { "kind": "writeFile", "path": "/x", "mode": "0888", "owner": "root", "placement": "beside", "keepExisting": 1, "content": [{ "secret": "a b" }, { }, { "secret": "a", "public": "a" }, 3] } }
              ]
            }
            """);

        problems.Select(problem => problem.Path).Should().BeEquivalentTo(
            "$.name", "$.colour", "$.targets[0].address", "$.targets[1].port", "$.assumptions[0].value", "$.assumptions[0].vlaue",
            "$.steps[0].id", "$.steps[0].timeoutSeconds", "$.steps[0].action.unless", "$.steps[1].after[0]", "$.steps[1].timeoutSeconds", "$.steps[1].action.kind",
            "$.steps[2].action", "$.steps[3].action.mode", "$.steps[3].action.placement", "$.steps[3].action.keepExisting",
            "$.steps[3].action.content[0]", "$.steps[3].action.content[1]", "$.steps[3].action.content[2]", "$.steps[3].action.content[3]");
        problems.Should().Contain(problem => problem.Path == "$.colour" && problem.Message == "this version knows no such member.");
        problems.Should().Contain(problem => problem.Path == "$.steps[0].id" && problem.Message == "it is there twice.");
    }

    [Fact]
    public void What_a_plan_may_not_hold_is_refused_after_reading_too()
    {
        var plan = PlanOf(Look("m1/a"), Run("m1/b", "m1/a"), Step("m1/c", new StepAction.WaitUntil(Sh($"true"), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), "m1/b")).ToJson();

        Problems(plan.Replace("\"m1/a\"\n", "\"m1/x\"\n", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Be(new DocumentProblem("$.steps[1]", "The step 'm1/b' waits for 'm1/x', which is not in the plan."));
        Problems(plan.Replace("\"id\": \"m1/b\"", "\"id\": \"m1/a\"", StringComparison.Ordinal)).Select(problem => problem.Path).Should().Equal("$.steps[1]", "$.steps[2]");
        Problems(plan.Replace("\"host\": \"m1\"", "\"host\": \"m9\"", StringComparison.Ordinal)).Select(problem => problem.Path).Should().Equal("$.steps[0]", "$.steps[1]", "$.steps[2]");
        Problems(plan.Replace("\"intervalSeconds\": 1,", "\"intervalSeconds\": 0.5,", StringComparison.Ordinal)).Should().ContainSingle().Which.Message.Should().Contain("more often than once a second");
        Problems(plan.Replace("\"timeoutSeconds\": 600", "\"timeoutSeconds\": 0", StringComparison.Ordinal)).Should().HaveCount(3);
        Problems(plan.Replace("\"assumptions\": []", "\"assumptions\": [{ \"host\": \"m1\", \"fact\": \"y\", \"value\": \"\" }]", StringComparison.Ordinal)).Should().ContainSingle().Which.Path.Should().Be("$.assumptions[0]");

        var circle = JsonNode.Parse(plan)!;
        circle["steps"]![0]!["after"] = new JsonArray("m1/c");
        Problems(circle.ToJsonString()).Should().ContainSingle().Which.Message.Should().StartWith("Steps wait for each other in a circle");
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("[]", "$: an object is expected.")]
    [InlineData("{", "line 1")]
    [InlineData("{}", "$.format: it is missing.")]
    [InlineData("{\n\"format\": tru", "line 2")]
    [InlineData("""{ "format": "kubeha.plan/2", "whatever": 1 }""", "$.format: it is 'kubeha.plan/2'; this version reads 'kubeha.plan/1'.")]
    [InlineData("""{ "format": "kubeha.observations/1", "facts": {}, "unreachable": {} }""", "this version reads 'kubeha.plan/1'")]
    [InlineData("""{ "format": 1 }""", "$.format: a text is expected.")]
    [InlineData("""{ "format": "kubeha.plan/1", "format": "kubeha.plan/1" }""", "$.format: it is there twice.")]
    [InlineData("""{ "format": "kubeha.plan/1", "name": "\ud800" }""", "$.name: no valid Unicode text.")]
    [InlineData("""{ "format": "kubeha.plan/1", } """, "line 1")]
    [InlineData("""{ "format": "kubeha.plan/1" } // a remark""", "line 1")]
    public void What_is_no_plan_of_this_format_is_refused(string json, string expected)
    {
        Problems(json).Select(problem => problem.ToString()).Should().Contain(problem => problem.Contains(expected, StringComparison.Ordinal));
        var read = () => Plan.FromJson(json);
        read.Should().Throw<InvalidDocumentException>().WithMessage($"*kubeha.plan/1*{expected}*");
    }

    [Fact]
    public void A_damaged_document_is_refused_or_read_and_never_anything_else() =>
        Gen.Select(AnyPlan.Plans, Gen.Int[0, int.MaxValue], Gen.OneOf("", "\"", "}", "]", ",", "0", "null", "\\ud800", "\ud800", "{", "-1e999", "[1]", "\0")).Sample(
            (plan, place, damage) =>
            {
                var json = plan.ToJson();
                var at = place % json.Length;
                try
                {
                    Plan.FromJson(json[..at] + damage + json[Math.Min(json.Length, at + 1)..]);
                }
                catch (InvalidDocumentException refused)
                {
                    return refused.Problems.Count > 0;
                }

                return true;
            },
            iter: 500);

    [Fact]
    public void A_member_left_out_anywhere_is_refused_or_gives_another_plan()
    {
        var file = new ConfigFile("m1", "/etc/x", Content.Concat(Content.Secret("a"), Content.Public("b")), UnixFileMode.UserRead);
        var plan = Plan.Create(
            "all",
            [Machine("m1")],
            [
                Look("m1/look"), Step("m1/file", new StepAction.WriteFile(file), "m1/look"), Step("m1/run", new StepAction.RunScript(Sh($"a"), Sh($"b"), Sh($"c"), Content.Text("d")), "m1/file"),
                Step("m1/wait", new StepAction.WaitUntil(Sh($"a"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), "m1/run"), Step("m1/check", new StepAction.Check(Sh($"a"), "b")), Milestone("up", "m1/wait"),
            ],
            [new Assumption("m1", "m1/look", "x")],
            "abc");
        var members = Count(JsonNode.Parse(plan.ToJson())!);
        members.Should().BeGreaterThan(50);
        for (var i = 0; i < members; i++)
        {
            var document = JsonNode.Parse(plan.ToJson())!;
            var left = i;
            RemoveMember(document, ref left).Should().BeTrue();
            try
            {
                Plan.FromJson(document.ToJsonString()).Equals(plan).Should().BeFalse("member {0} was left out", i);
            }
            catch (InvalidDocumentException)
            {
                // That is the other good end.
            }
        }
    }

    [Fact]
    public void What_machines_said_reads_back_equal()
    {
        var text = Gen.OneOf(Gen.String[Gen.Char["ab\n\"\\ .=\u00e9"], 0, 20], Gen.OneOf("\ud83d\ude00"));
        Gen.Select(Gen.Select(Gen.Select(text, text), text).Array[0, 10], Gen.Select(text, text).Array[0, 3]).Sample((facts, unreachable) =>
        {
            var observed = new Observations(
                facts.DistinctBy(fact => fact.Item1).ToDictionary(fact => (fact.Item1.Item1, fact.Item1.Item2), fact => fact.Item2),
                unreachable.DistinctBy(machine => machine.Item1).ToDictionary(machine => machine.Item1, machine => machine.Item2));

            var read = Observations.FromJson(observed.ToJson());

            return read.Equals(observed) && read.ToJson() == observed.ToJson() && (facts.Length == 0) == read.Equals(new Observations(new Dictionary<(string, string), string>(), observed.Unreachable));
        });
        Observations.FromJson(Observations.None.ToJson()).Should().Be(Observations.None);
        var wrong = () => Observations.FromJson("""{ "format": "kubeha.observations/1", "facts": { "m 1": { "x": 1 } }, "unreachabel": {} }""");
        wrong.Should().Throw<InvalidDocumentException>().Which.Problems.Select(problem => problem.Path).Should().BeEquivalentTo("$['m 1'].x".Replace("$", "$.facts", StringComparison.Ordinal), "$.unreachable", "$.unreachabel");
    }

    [Fact]
    public async Task A_plan_that_was_read_back_gives_the_same_commands()
    {
        var plan = PlanOf(Look("m1/a"), Run("m1/b", "m1/a"), RunBlind("m2/c", "m1/b"), Milestone("up", "m2/c"));
        var (first, second) = (new RecordingTransport().OnAny(RecordingTransport.Changed), new RecordingTransport().OnAny(RecordingTransport.Changed));

        await Runner(first).RunAsync(plan);
        await Runner(second).RunAsync(Plan.FromJson(plan.ToJson()));

        second.Commands.Select(command => (command.Target, command.Command, command.StandardInput)).Should().Equal(first.Commands.Select(command => (command.Target, command.Command, command.StandardInput)));
        first.Commands.Should().HaveCount(3);
    }

    private static IReadOnlyList<DocumentProblem> Problems(string json)
    {
        var read = () => Plan.FromJson(json);
        return read.Should().Throw<InvalidDocumentException>().Which.Problems;
    }

    private static IEnumerable<Plan> Changed(Plan plan)
    {
        yield return Plan.Create(plan.Name + "x", plan.Targets, plan.Steps, plan.Assumptions, plan.SecretsId);
        yield return Plan.Create(plan.Name, plan.Targets, plan.Steps, plan.Assumptions, plan.SecretsId + "x");
        yield return Plan.Create(plan.Name, plan.Targets.Append(new Target("more", System.Net.IPAddress.Loopback)), plan.Steps, plan.Assumptions, plan.SecretsId);
        yield return Plan.Create(plan.Name, plan.Targets, plan.Steps, plan.Assumptions.Skip(1), plan.SecretsId);
        yield return Plan.Create(plan.Name, plan.Targets, plan.Steps, plan.Assumptions.Select(assumption => assumption with { Value = assumption.Value + "x" }), plan.SecretsId);
        yield return Plan.Create(plan.Name, plan.Targets, [.. plan.Steps.Take(plan.Steps.Count - 1), plan.Steps[^1] with { Timeout = plan.Steps[^1].Timeout + TimeSpan.FromTicks(1) }], plan.Assumptions, plan.SecretsId);
        yield return Plan.Create(plan.Name, plan.Targets, [.. plan.Steps, new PlanStep("more", "", "x", new StepAction.Milestone())], plan.Assumptions, plan.SecretsId);
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject members => members.Count + members.Sum(member => Count(member.Value)),
        JsonArray items => items.Sum(Count),
        _ => 0,
    };

    private static bool RemoveMember(JsonNode? node, ref int left)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in members.Select(member => member.Key).ToList())
                {
                    if (left-- == 0)
                    {
                        return members.Remove(name);
                    }

                    if (RemoveMember(members[name], ref left))
                    {
                        return true;
                    }
                }

                return false;
            case JsonArray items:
                foreach (var item in items)
                {
                    if (RemoveMember(item, ref left))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
