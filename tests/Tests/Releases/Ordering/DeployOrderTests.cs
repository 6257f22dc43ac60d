using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Tests.Releases.Waiting;

namespace SecretsKit.Tests.Releases.Ordering;

/// <summary>The order that annotations ask for.</summary>
public sealed class DeployOrderTests
{
    [Fact]
    public void Without_annotations_there_is_no_order() =>
        Assert.True(DeployOrder.Of([Item("Job", "a", ""), Item("Job", "b", "other.io/weight: \"1\"")], OrderNames.OwnAndNelm).IsEmpty);

    [Theory]
    [InlineData("a,c|b", "", "secretskit.io/weight: \"5\"", "")]
    [InlineData("b|a,c", "", "secretskit.io/weight: \"-5\"", "")]
    [InlineData("a|b|c", "", "secretskit.io/weight: \"1\"", "secretskit.io/weight: \"2\"")]
    [InlineData("c|b<2Ready|a<1Ready", "secretskit.io/depends-on: Job/b", "secretskit.io/depends-on: Job/c", "")]
    [InlineData("c|a,b<2Present", "secretskit.io/depends-on: Job/c=present", "secretskit.io/depends-on: jobs/c=present", "")]
    [InlineData(
        "c|a<2Ready|b<0Present,2Ready",
        "secretskit.io/depends-on: ns/Job.batch/c",
        "secretskit.io/depends-on: \"Job/c, Job/a=present\"", "")]
    [InlineData("a!Deployment/db|b,c", "secretskit.io/wait-for: Deployment/db", "", "")]
    [InlineData("a,b,c", "werf.io/weight: \"1\"", "", "")]
    public void Own_annotations_make_stages(string expected, string a, string b, string c) =>
        Assert.Equal(expected, Stages(OrderNames.Own, a, b, c));

    [Theory]
    [InlineData("b,c|a", "werf.io/weight: \"1\"", "", "")]
    [InlineData("b,c|a<1Ready", "werf.io/deploy-dependency-x: \"state=ready,name=b\"", "", "")]
    [InlineData("a|b,c<0Ready", "", "werf.io/deploy-dependency-x: \"state=ready,kind=Job,name=a\"",
        "werf.io/deploy-dependency-y: \"state=ready,kind=Job,name=a,group=batch,version=v1,namespace=ns\"")]
    [InlineData("b,c|a<1Present,2Present", "werf.io/deploy-dependency-x: \"state=present,kind=Job\"", "", "")]
    [InlineData("a,b,c", "werf.io/deploy-dependency-x: \"state=ready,name=none\"", "", "")]
    [InlineData("a!deployment.v1.apps/db|b,c", "db.external-dependency.werf.io/resource: deployment.v1.apps/db", "", "")]
    public void Annotations_of_Nelm_do_so_on_request(string expected, string a, string b, string c) =>
        Assert.Equal(expected, Stages(OrderNames.OwnAndNelm, a, b, c));

    [Theory]
    [InlineData("secretskit.io/depends-on: Job/b", "secretskit.io/depends-on: Job/a",
        "objects of the release wait for each other: Job ns/a needs Job ns/b needs Job ns/a")]
    [InlineData("secretskit.io/depends-on: Job/a", "", "objects of the release wait for each other: Job ns/a needs Job ns/a")]
    [InlineData("secretskit.io/depends-on: Job/none", "", "Job ns/a depends on Job/none, which the release does not have")]
    [InlineData("secretskit.io/weight: heavy", "", "Job ns/a: annotation secretskit.io/weight: \"heavy\" is not understood")]
    [InlineData("secretskit.io/depends-on: b", "", "Job ns/a: annotation secretskit.io/depends-on: \"b\" is not understood")]
    [InlineData("secretskit.io/wait-for: Job/b=done", "", "Job ns/a: annotation secretskit.io/wait-for: \"Job/b=done\" is not understood")]
    [InlineData("werf.io/deploy-dependency-x: \"name=b\"", "",
        "Job ns/a: annotation werf.io/deploy-dependency-x: \"name=b\" is not understood")]
    [InlineData("x.external-dependency.werf.io/resource: db", "",
        "Job ns/a: annotation x.external-dependency.werf.io/resource: \"db\" is not understood")]
    public void What_is_wrong_is_named_with_what_to_do(string a, string b, string expected)
    {
        var failure = Assert.Throws<SecretsKitException>(() => Stages(OrderNames.OwnAndNelm, a, b, ""));
        Assert.Equal((expected, ErrorCode.MalformedDocument), (failure.Message, failure.Code));
        Assert.NotEmpty(failure.Hint!);
    }

    /// <summary>Any graph without circles has an order in which each object comes once, and after all that it needs.</summary>
    [Fact]
    public void Random_graphs_are_sorted_and_their_circles_found()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var count = random.Next(1, 30);
            var needs = Enumerable.Range(0, count)
                .Select(at => Enumerable.Range(0, at).Where(_ => random.Next(4) == 0).ToList())
                .ToArray();
            var shuffled = Enumerable.Range(0, count).OrderBy(_ => random.Next()).ToList();
            var order = DeployOrder.Of(Graph(needs, shuffled), OrderNames.Own);
            var places = order.Stages.SelectMany((stage, at) => stage.Members.Select(member => (shuffled[member], at)))
                .ToDictionary(pair => pair.Item1, pair => pair.at);
            Assert.Equal(count, places.Count);
            Assert.All(Enumerable.Range(0, count), at => Assert.All(needs[at], need => Assert.True(places[need] < places[at])));

            var (from, to) = (random.Next(count), random.Next(count));
            if (Reaches(needs, to, from))
            {
                needs[from].Add(to);
                Assert.Contains(
                    "wait for each other",
                    Assert.Throws<SecretsKitException>(() => DeployOrder.Of(Graph(needs, shuffled), OrderNames.Own)).Message,
                    StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Long_chains_are_sorted()
    {
        var needs = Enumerable.Range(0, 3000).Select(at => at == 0 ? [] : new List<int> { at - 1 }).ToArray();
        var order = DeployOrder.Of(Graph(needs, [.. Enumerable.Range(0, 3000).Reverse()]), OrderNames.Own);
        Assert.Equal(3000, order.Stages.Count);
    }

    private static bool Reaches(List<int>[] needs, int from, int to) => from == to || needs[from].Exists(need => Reaches(needs, need, to));

    private static List<ReleaseObject> Graph(List<int>[] needs, List<int> order) =>
    [
        .. order.Select(at => Item("Job", Name(at), needs[at].Count == 0
            ? ""
            : $"secretskit.io/depends-on: \"{string.Join(", ", needs[at].Select(need => "Job/" + Name(need)))}\"")),
    ];

    private static string Name(int at) => "j" + at.ToString(CultureInfo.InvariantCulture);

    private static string Stages(OrderNames names, params string[] annotations)
    {
        List<ReleaseObject> items = [.. annotations.Select((text, at) => Item("Job", "abc"[at..(at + 1)], text))];
        return string.Join('|', DeployOrder.Of(items, names).Stages.Select(stage =>
            string.Join(',', stage.Members.Select(at => items[at].Reference.Name))
            + (stage.Needs.Count > 0 ? "<" + string.Join(',', stage.Needs.Select(need => $"{need.Target}{need.State}")) : "")
            + string.Concat(stage.External.Select(need => "!" + need.Text))));
    }

    private static ReleaseObject Item(string kind, string name, string annotation)
    {
        var fields = TestObject.Read($"{{apiVersion: batch/v1, kind: {kind}, metadata: {{name: {name}, annotations: {{{annotation}}}}}}}");
        var resource = new ApiResource("batch", "v1", kind, "jobs") { IsNamespaced = true };
        return new(new ResourceRef("batch/v1", kind, "ns", name), resource, fields.Fields);
    }
}
