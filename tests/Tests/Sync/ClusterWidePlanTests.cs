using SecretsKit.Core.Data;
using SecretsKit.Sync.ClusterWide;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Tests.Sync;

/// <summary>What a ClusterExternalSecret or ClusterPushSecret does in which namespace (spec external-secrets.md 4.1, 4.3).</summary>
public sealed class ClusterWidePlanTests
{
    private const string Finalizer = "externalsecrets.external-secrets.io/ces-all";

    private static ClusterWideObject Parent(string spec, string status = "{}", string metadata = "name: all, uid: c1") => new(
        ClusterWideKind.ExternalSecrets, SyncBench.Yaml($$"""
        apiVersion: external-secrets.io/v1
        kind: ClusterExternalSecret
        metadata: { {{metadata}} }
        spec:
          externalSecretSpec: {refreshInterval: 1h}
        {{string.Join('\n', spec.Split('\n').Select(line => "  " + line))}}
        status: {{status}}
        """)[0]);

    private static ObjectHead Namespace(string name, string labels = "", string more = "") => new(SyncBench.Yaml(
        $"metadata: {{name: {name}, labels: {{kubernetes.io/metadata.name: {name}{(labels.Length > 0 ? ", " + labels : "")}}}{more}}}")[0]);

    private static MapValue Child(string ns, string name, string? owner = "all") => SyncBench.Yaml($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: {{name}}
          namespace: {{ns}}
          uid: {{ns}}-{{name}}
          resourceVersion: "7"
          finalizers: [keep]
          ownerReferences: [{apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, name: {{owner ?? "none"}}, controller: true}]
        spec: {refreshInterval: 1h0m0s}
        """)[0];

    private static ClusterWidePlan Plan(ClusterWideObject parent, ObjectHead[] namespaces, params MapValue[] children) =>
        new ClusterWidePlanner(parent, namespaces, (ns, name) => children.FirstOrDefault(
            child => new ObjectHead(child) is var head && head.Namespace == ns && head.Name == name)).Plan();

    private static string[] Steps(ClusterWidePlan plan) =>
        [.. plan.Steps.Where(step => step.Action != NamespaceAction.None).Select(step => $"{step.Action} {step.Namespace}/{step.Name}")];

    [Theory]
    [InlineData("namespaces: [a]", "a")]
    [InlineData("namespaceSelector: {matchLabels: {t: x}}", "b")]
    [InlineData("namespaceSelectors: [{matchLabels: {t: x}}, {matchExpressions: [{key: u, operator: Exists}]}]", "b,c")]
    [InlineData("namespaceSelectors: [{matchLabels: {t: x}}]\nnamespaces: [a, missing]", "a,b")]
    [InlineData("namespaceSelector: {matchLabels: {t: x, u: y}}", "")]
    [InlineData("namespaceSelector: {}", "a,b,c")]
    [InlineData("externalSecretName: e", "")]
    public void Namespaces_are_selected_by_any_of_names_and_labels(string spec, string expected)
    {
        var plan = Plan(Parent(spec), [Namespace("c", "u: y"), Namespace("a"), Namespace("b", "t: x")]);
        Assert.Equal(expected, string.Join(',', plan.Provisioned));
        Assert.Empty(plan.Failed);
    }

    [Fact]
    public void A_namespace_is_held_and_gets_an_owned_child()
    {
        var plan = Plan(Parent("namespaces: [a]\nexternalSecretMetadata: {labels: {l: '1'}, annotations: {an: '2'}}"), [Namespace("a")]);
        Assert.Equal(["Hold a/", "Create a/all"], Steps(plan));
        Assert.Equal("1h0m0s", plan.Steps[1].Wanted!.Child("spec")!.Text("refreshInterval"));
        var head = new ObjectHead(plan.Steps[1].Wanted!);
        Assert.Equal(("ExternalSecret", "1", "2"), (head.Kind, head.Labels["l"], head.Annotations["an"]));
        Assert.Equal(("ClusterExternalSecret", "c1", true),
            (head.Owners.Single().Text("kind"), head.Owners.Single().Text("uid"), head.Owners.Single().Flag("controller")));
    }

    [Fact]
    public void A_child_that_is_as_it_should_be_is_left_alone()
    {
        var plan = Plan(Parent("namespaces: [a]"), [Namespace("a", more: $", finalizers: ['{Finalizer}']")], Child("a", "all"));
        Assert.Empty(Steps(plan));
        Assert.Equal(["a"], plan.Provisioned);
    }

    [Fact]
    public void A_child_that_was_changed_is_put_right_and_keeps_what_others_need()
    {
        var changed = Child("a", "all");
        changed.Child("metadata")!.With("labels", new MapValue().With("mine", "x"));
        changed.Child("spec")!.With("refreshInterval", "5m");
        var plan = Plan(Parent("namespaces: [a]"), [Namespace("a", more: $", finalizers: ['{Finalizer}']")], changed);
        Assert.Equal(["Update a/all"], Steps(plan));
        var wanted = plan.Steps.Single().Wanted!;
        Assert.Equal(("1h0m0s", "7"), (wanted.Child("spec")!.Text("refreshInterval"), new ObjectHead(wanted).ResourceVersion));
        Assert.Empty(new ObjectHead(wanted).Labels);
        Assert.Equal(["keep"], new ObjectHead(wanted).Finalizers);
    }

    [Fact]
    public void An_object_of_the_name_that_is_not_ours_fails_the_namespace()
    {
        var plan = Plan(Parent("namespaces: [a, b]"), [Namespace("a"), Namespace("b")], Child("a", "all", "another"));
        Assert.Equal("external secret already exists in namespace", plan.Failed["a"]);
        Assert.Equal(["b"], plan.Provisioned);
        Assert.DoesNotContain(plan.Steps, step => step.Namespace == "a");
    }

    [Fact]
    public void A_namespace_that_no_longer_matches_loses_the_child_alone()
    {
        var plan = Plan(
            Parent("namespaces: [b]", "{provisionedNamespaces: [a], externalSecretName: all}"),
            [Namespace("a", more: $", finalizers: ['{Finalizer}']"), Namespace("b")], Child("a", "all"));
        Assert.Equal(["Delete a/all", "Hold b/", "Create b/all"], Steps(plan));
        Assert.Equal("a-all", plan.Steps[0].Uid);
    }

    [Fact]
    public void A_child_of_another_is_never_deleted()
    {
        var plan = Plan(
            Parent("namespaces: []", "{provisionedNamespaces: [a], externalSecretName: all}"), [Namespace("a")],
            Child("a", "all", "another"));
        Assert.Empty(Steps(plan));
    }

    [Fact]
    public void A_new_name_replaces_the_children_of_the_old_one()
    {
        var plan = Plan(
            Parent("namespaces: [a]\nexternalSecretName: new", "{provisionedNamespaces: [a], externalSecretName: all}"),
            [Namespace("a", more: $", finalizers: ['{Finalizer}']")], Child("a", "all"));
        Assert.Equal(["Delete a/all", "Create a/new"], Steps(plan));
    }

    [Fact]
    public void A_namespace_that_ends_is_released_and_gets_nothing()
    {
        var plan = Plan(
            Parent("namespaces: [a]"), [Namespace("a", more: $", finalizers: ['{Finalizer}'], deletionTimestamp: '2026-01-01T00:00:00Z'")]);
        Assert.Equal(["Release a/"], Steps(plan));
        Assert.Empty(plan.Provisioned);
    }

    [Fact]
    public void The_end_releases_all_namespaces_and_deletes_the_children()
    {
        var parent = Parent("namespaces: [a]", "{provisionedNamespaces: [a], externalSecretName: all}");
        var plan = new ClusterWidePlanner(
            parent, [Namespace("a", more: $", finalizers: ['{Finalizer}']"), Namespace("b", more: $", finalizers: ['{Finalizer}']")],
            (ns, name) => ns == "a" ? Child(ns, name) : null).PlanEnd();
        Assert.Equal(["Release a/", "Release b/", "Delete a/all"], Steps(plan));
    }

    [Theory]
    [InlineData("annotations: {external-secrets.io/force-sync: '5'}, name: all", "5")]
    [InlineData("name: all", null)]
    public void The_annotation_that_asks_for_a_sync_is_mirrored(string metadata, string? expected)
    {
        var existing = Child("a", "all");
        existing.Child("metadata")!.With("annotations", new MapValue().With("external-secrets.io/force-sync", "1"));
        var plan = Plan(Parent("namespaces: [a]", "{}", metadata), [Namespace("a")], existing);
        Assert.Equal(expected, new ObjectHead(plan.Steps[^1].Wanted!).Annotations.GetValueOrDefault("external-secrets.io/force-sync"));
    }

    [Fact]
    public void A_long_name_makes_a_finalizer_that_servers_take()
    {
        var parent = Parent("namespaces: [a]", "{}", $"name: {new string('x', 80)}");
        Assert.True(parent.NamespaceFinalizer.Split('/')[1].Length <= 63);
    }

    [Fact]
    public void The_status_says_where_it_is_and_why_not_elsewhere()
    {
        var status = ClusterWideStatus.Of(
            Parent("namespaces: [a]"), ["b", "a"], new Dictionary<string, string> { ["c"] = "no" }, SyncBench.Start);
        Assert.Equal(["a", "b"], status.Texts("provisionedNamespaces"));
        var failed = status.Children("failedNamespaces").Single();
        Assert.Equal(("c", "no"), (failed.Text("namespace"), failed.Text("reason")));
        Assert.Equal("one or more namespaces failed", status.Children("conditions").Single().Text("message"));
        var whole = ClusterWideStatus.Of(Parent(""), [], new Dictionary<string, string>(), SyncBench.Start);
        Assert.False(whole.Children("conditions").Single().Has("message"));
    }

    [Fact]
    public void PushSecrets_hold_no_namespace()
    {
        var parent = new ClusterWideObject(ClusterWideKind.PushSecrets, SyncBench.Yaml("""
            apiVersion: external-secrets.io/v1alpha1
            kind: ClusterPushSecret
            metadata: {name: all, uid: c1}
            spec: {namespaceSelectors: [{}], pushSecretSpec: {refreshInterval: 1h}}
            """)[0]);
        var plan = Plan(parent, [Namespace("a")]);
        Assert.Equal(["Create a/all"], Steps(plan));
        Assert.Equal("PushSecret", new ObjectHead(plan.Steps[0].Wanted!).Kind);
    }
}
