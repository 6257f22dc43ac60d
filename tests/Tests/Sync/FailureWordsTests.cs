using SecretsKit.Sync.ClusterWide;
using SecretsKit.Sync.Planning;

namespace SecretsKit.Tests.Sync;

/// <summary>
/// Events in the reference's words, for what its recordings do not show: what is read by <c>templateFrom</c> fails while it is fetched,
/// what the manifest has itself while it is executed (goldens tpl-from-nested, tpl-from-missing-cm and tpl-missing-key show the two ways).
/// </summary>
public sealed class FailureWordsTests
{
    private const string Executing = "could not apply template: could not execute template: could not execute template: ";
    private const string Fetching = "could not apply template: error fetching templateFrom data: ";
    private const string Unmarshal = "could not unmarshal template to 'map[string][]byte': error ";

    [Theory]
    [InlineData("data: {x: '{{ .zz }}'}", Executing
        + "unable to execute template at key x: unable to execute template at key x: template: x:1:3: executing \"x\" at <.zz>: map has no "
        + "entry for key \"zz\"")]
    [InlineData("metadata: {labels: {l: '{{ .zz'}}", Executing
        + "unable to execute template at key l: unable to parse template at key l: template: l:1: unclosed action")]
    [InlineData("templateFrom: [{literal: 'x: {{ .zz }}'}]", Fetching
        + "unable to execute template at key x: {{ .zz }}: unable to execute template at key x: {{ .zz }}: template: x: {{ .zz }}:1:6: "
        + "executing \"x: {{ .zz }}\" at <.zz>: map has no entry for key \"zz\"")]
    [InlineData("templateFrom: [{literal: \"x: 1\\ny: {{ .zz }}\"}]", Fetching
        + "unable to execute template at key literal: unable to execute template at key literal: template: literal:2:6: executing "
        + "\"literal\" at <.zz>: map has no entry for key \"zz\"")]
    [InlineData("templateFrom: [{literal: 'a: ['}]", Fetching
        + Unmarshal + "converting YAML to JSON: yaml: line 1: did not find expected node content")]
    [InlineData("templateFrom: [{literal: '- {{ .a }}'}]", Fetching
        + Unmarshal + "unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]string")]
    [InlineData("templateFrom: [{literal: 'a: [1]'}]", Fetching
        + Unmarshal + "unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type string")]
    [InlineData("templateFrom: [{literal: 'x: \"***\"', valuesDecodingStrategy: Base64}]", Fetching
        + "could not decode a rendered value: illegal base64 data at input byte 0")]
    public async Task A_template_that_fails_is_said_where_it_comes_from(string template, string expected)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping($$"""
            secretStoreRef: {name: store}
            data: [{secretKey: a, remoteRef: {key: a} }]
            target:
              template:
                {{template}}
            """));
        Assert.Equal(expected, plan.Done.Failure!.Message);
    }

    // sigs.k8s.io/yaml formats numbers by Go's 'g' where a text is wanted (spec external-secrets.md 1.6: canonical text).
    [Fact]
    public async Task Infinities_are_texts_like_other_numbers()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping("""
            secretStoreRef: {name: store}
            data: [{secretKey: a, remoteRef: {key: a}}]
            target: {template: {templateFrom: [{literal: "x: .inf\ny1: -.inf\nz: .NaN"}]}}
            """));
        Assert.Equal(TargetAction.Create, plan.Action);
        Assert.Equal(["+Inf", "-Inf", "NaN"], new[] { "x", "y1", "z" }.Select(key => SyncBench.TextOf(plan, key)));
    }

    [Theory]
    [InlineData("{matchExpressions: [{key: a, operator: Foo}]}", "\"Foo\" is not a valid label selector operator")]
    [InlineData("{matchExpressions: [{key: a, operator: In}]}", "key a: operator In needs values")]
    [InlineData("{matchExpressions: [{key: a, operator: Exists, values: [x]}]}", "key a: operator Exists takes no values")]
    public void A_selector_that_is_none_takes_nothing_away(string selector, string problem)
    {
        var parent = new ClusterWideObject(ClusterWideKind.ExternalSecrets, SyncBench.Yaml($$"""
            apiVersion: external-secrets.io/v1
            kind: ClusterExternalSecret
            metadata: {name: all, uid: c1}
            spec: {externalSecretSpec: {}, namespaceSelectors: [{{selector}}]}
            status: {provisionedNamespaces: [a], externalSecretName: all}
            """)[0]);
        var plan = new ClusterWidePlanner(parent, [], (_, _) => null).Plan();
        Assert.Empty(plan.Steps);
        Assert.Equal(["a"], plan.Provisioned);
        Assert.Equal(problem, plan.Failed["unknown"]);
    }
}
