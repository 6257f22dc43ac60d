using System.Text;
using SecretsKit.Charts.UnitTesting.Assertions;
using SecretsKit.Charts.UnitTesting.Suites;

namespace SecretsKit.Tests.Charts.UnitTesting;

/// <summary>Suites that are malformed, hostile, or of an unusual form.</summary>
public sealed class SuiteReaderTests
{
    private const string Test = "tests: [{it: x, asserts: [{isKind: {of: Pod}}]}]\n";

    [Theory]
    [InlineData("suite: [a]\n" + Test, "line 1: cannot unmarshal !!seq into string")]
    [InlineData(Test + "templates: {a: b}\n", "line 2: cannot unmarshal !!map into []string")]
    [InlineData(Test + "set: [a]\n", "line 2: cannot unmarshal !!seq into map[string]interface {}")]
    [InlineData(Test + "includeCrds: maybe\n", "line 2: cannot unmarshal !!str `maybe` into bool")]
    [InlineData("tests: [{it: x, documentIndex: first-of-all, asserts: [{isKind: {of: Pod}}]}]\n",
        "line 1: cannot unmarshal !!str `first-o...` into int")]
    [InlineData("tests: [{it: x, asserts: [{isKind: Pod}]}]\n", "line 1: the parameters of `isKind` are a map, as in isKind: {path: kind}")]
    [InlineData(Test + "kubernetesProvider: {objects: [x]}\n",
        "line 2: an object of kubernetesProvider is a map: a manifest with apiVersion, kind and metadata")]
    [InlineData("just text\n", "line 1: cannot unmarshal !!str `just text` into unittest.TestSuite")]
    [InlineData(Test + "suite: a\nsuite: b\n", "line 3: mapping key \"suite\" already defined")]
    public void What_is_wrong_is_named_with_its_line(string text, string problem) =>
        Assert.Equal("yaml: unmarshal errors:\n  " + problem, Failure(text));

    [Fact]
    public void All_that_is_wrong_is_reported_at_once() => Assert.Equal(
        "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into string\n  line 3: cannot unmarshal !!map into []string",
        Failure("suite: []\n" + Test + "templates: {}\n"));

    [Theory]
    [InlineData("colour: red\n", "line 2: field colour not found in type unittest.TestSuite")]
    [InlineData("release: {nam: x}\n", "line 2: field nam not found in type release")]
    [InlineData("skip: {why: x}\n", "line 2: field why not found in type skip")]
    [InlineData("postRenderer: {cmd: x, env: {}}\n", "line 2: field env not found in type postRenderer")]
    public void Unknown_fields_are_refused_where_that_is_wanted(string more, string problem)
    {
        Assert.Equal("yaml: unmarshal errors:\n  " + problem, Failure(Test + more, isStrict: true));
        Assert.Single(new SuiteReader(isStrict: false).Read(Encoding.UTF8.GetBytes(Test + more)));
    }

    [Fact]
    public void Every_field_is_known_where_unknown_ones_are_refused()
    {
        const string All = """
            suite: all
            values: [a.yaml]
            set: {a: 1}
            templates: [x.yaml]
            excludeTemplates: [y.yaml]
            includeCrds: true
            release: {name: a, namespace: b, revision: 1, upgrade: true}
            capabilities: {majorVersion: 1, minorVersion: 30, apiVersions: [v1]}
            chart: {version: 1.0.0, appVersion: "2"}
            kubernetesProvider:
              scheme: {v1/Pod: {gvr: {version: v1, resource: pods, group: ""}, namespaced: true}}
              objects: [{kind: Pod}]
            postRenderer: {cmd: sed, args: [x]}
            skip: {reason: "", minimumVersion: 0.1.0}
            snapshotId: s
            tests:
              - it: one
                values: [b.yaml]
                set: {b: 2}
                template: x.yaml
                templates: [x.yaml]
                documentIndex: 0
                documentSelector: {path: kind, value: Pod, matchMany: true, skipEmptyTemplates: true}
                release: {name: c}
                capabilities: {apiVersions: null}
                chart: {version: 2.0.0}
                skip: {reason: later}
                kubernetesProvider: {objects: []}
                postRenderer: {cmd: cat}
                asserts: [{isKind: {of: Pod}, template: x.yaml, templates: [x.yaml], documentIndex: 0, not: true}]
            """;
        var suite = Assert.Single(new SuiteReader(isStrict: true).Read(Encoding.UTF8.GetBytes(All)));
        Assert.Equal(("all", "s", true), (suite.Name, suite.SnapshotId, suite.IncludesCrds));
        var test = Assert.Single(suite.Tests);
        Assert.True(test.Settings.ClearsApiVersions);
        Assert.Equal("later", test.SkipReason);
        Assert.True(test.Choice.Selector!.SkipsEmptyTemplates);
        Assert.True(Assert.Single(test.Assertions).IsNegated);
    }

    [Theory]
    [InlineData("---\n---\n" + Test, 1)]
    [InlineData(Test + "---\n" + Test + "---\n", 2)]
    [InlineData("set:\n  a: |\n    ---\n    x\n" + Test, 1)]
    [InlineData("--- # first\n" + Test, 1)]
    [InlineData(Test + "---\r\n" + Test, 2)]
    public void Documents_are_cut_at_their_marks(string text, int count) =>
        Assert.Equal(count, new SuiteReader(isStrict: false).Read(Encoding.UTF8.GetBytes(text)).Count);

    [Fact]
    public void Anchors_and_merges_are_resolved()
    {
        var suite = Assert.Single(new SuiteReader(isStrict: false).Read(Encoding.UTF8.GetBytes("""
            set: &common {a: 1, b: 2}
            tests:
              - it: x
                set: {<<: *common, b: 3}
                asserts: &all [{isKind: {of: Pod}}]
              - {it: y, asserts: *all}
            """)));
        Assert.Equal(2, suite.Tests.Count);
        Assert.Equal("isKind", suite.Tests[1].Assertions[0].Type);
    }

    /// <summary>Files that are made to cost: each ends with a failure.</summary>
    [Theory]
    [InlineData("deep")]
    [InlineData("bomb")]
    [InlineData("cycle")]
    public void Hostile_files_are_refused(string kind)
    {
        var text = kind switch
        {
            "deep" => "set: {a: " + new string('[', 100_000),
            "bomb" => "a0: &a0 [x]\n"
                + string.Concat(Enumerable.Range(1, 30).Select(at => $"a{at}: &a{at} [*a{at - 1}, *a{at - 1}, *a{at - 1}]\n"))
                + "set: {a: *a30}\n" + Test,
            _ => "set: &a {b: *a}\n" + Test,
        };
        Assert.Throws<SuiteException>(() => new SuiteReader(isStrict: false).Read(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Spec chart-testing.md B4.</summary>
    [Fact]
    public void There_are_36_assertions() => Assert.Equal(36, AssertionTable.Names.Count());

    private static string Failure(string text, bool isStrict = false) =>
        Assert.Throws<SuiteException>(() => new SuiteReader(isStrict).Read(Encoding.UTF8.GetBytes(text))).Message;
}
