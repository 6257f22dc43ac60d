using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Providers.Age;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.SopsSecrets;
using SecretsKit.Sync.Sources;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>A SOPS document in a custom resource becomes a Secret of its namespace, by the keys of that namespace alone.</summary>
public sealed class SopsSecretTests : IDisposable
{
    private readonly FakeClock _clock = new(SyncBench.Start);
    private readonly X25519Identity _team = AgeKeygen.Generate(RandomNumberGenerator.Fill);
    private readonly X25519Identity _other = AgeKeygen.Generate(RandomNumberGenerator.Fill);
    private readonly SopsKeyFiles _agentKeys = new("the Secret agent/keys");

    public SopsSecretTests() => _agentKeys.Replace(KeysSecret(("team.agekey", _team), ("other.agekey", _other)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _team.Dispose();
        _other.Dispose();
        _agentKeys.Dispose();
    }

    [Fact]
    public async Task Values_at_the_top_become_keys()
    {
        var plan = await PlanAsync(await SopsAsync(_team, "user: canary-u\nnumber: 7\nnested: {b: [1, x]}\n"));
        Assert.Equal(TargetAction.Create, plan.Action);
        Assert.Equal(
            ("canary-u", "7", """{"b":[1,"x"]}"""), (TextOf(plan, "user"), TextOf(plan, "number"), TextOf(plan, "nested")));
        var head = new ObjectHead(plan.Wanted!);
        Assert.Equal(("s", "team", "true"), (head.Name, head.Namespace, head.Labels["reconcile.external-secrets.io/managed"]));
        Assert.Equal(("SopsSecret", "u1"), (head.Owners.Single().Text("kind"), head.Owners.Single().Text("uid")));
        Assert.Equal("Synced", Condition(plan).Reason);
        Assert.Equal("Created", plan.Event!.Reason);
    }

    [Fact]
    public async Task Rows_choose_values_and_name_them()
    {
        var plan = await PlanAsync(await SopsAsync(
            _team, "db: {password: canary-p, user: u}\nrest: x\n", "data: [{secretKey: pass, path: db.password}]"));
        Assert.Equal("canary-p", TextOf(plan, "pass"));
        Assert.Equal(["pass"], plan.Wanted!.Child("data")!.SortedKeys.ToArray().Select(key => key.RevealText()));
    }

    [Theory]
    [InlineData("dotenv", "USER=canary\n", "USER", "canary")]
    [InlineData("json", """{"user":"canary"}""", "user", "canary")]
    [InlineData("ini", "[db]\nuser=canary\n", "db", """{"user":"canary"}""")]
    [InlineData("binary", "canary bytes", "data", "canary bytes")]
    public async Task All_formats_are_read(string format, string plain, string key, string expected)
    {
        var plan = await PlanAsync(await SopsAsync(_team, plain, $"format: {format}", DocumentFormats.OfName(format)!.Value));
        Assert.Equal(expected, TextOf(plan, key));
    }

    [Fact]
    public async Task A_document_of_another_namespaces_key_is_not_opened()
    {
        var plan = await PlanAsync(await SopsAsync(_other, "a: canary-foreign\n"));
        Assert.Equal((TargetAction.None, SopsFault.NoKey, Requeue.Backoff), (plan.Action, plan.Fault, plan.Requeue));
        Assert.Equal("no key of namespace team opens the document", Condition(plan).Message);
        Assert.Null(plan.Wanted);
    }

    [Fact]
    public async Task Keys_for_all_namespaces_open_everywhere()
    {
        _agentKeys.Replace(KeysSecret(("all-namespaces.agekey", _other)));
        Assert.Equal("x", TextOf(await PlanAsync(await SopsAsync(_other, "a: x\n")), "a"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("other", false)]
    public async Task Keys_of_its_own_are_in_its_own_namespace(string ns, bool isOpened)
    {
        var keys = KeysSecret(("any.agekey", _other));
        keys.ChildOrNew("metadata").With("name", "mine").With("namespace", ns.Length > 0 ? ns : "team");
        var sops = await SopsAsync(_other, "a: x\n", "keys: {secretRef: {name: mine, namespace: other}}");
        var plan = await PlanAsync(sops, null, keys);
        Assert.Equal(isOpened ? TargetAction.Create : TargetAction.None, plan.Action);
    }

    [Fact]
    public async Task An_agent_without_keys_leaves_alone_what_another_has_opened()
    {
        var sops = await SopsAsync(_other, "a: x\n");
        using var none = new SopsKeyFiles("nothing");
        var ring = none.For("team", RandomNumberGenerator.Fill, _clock);
        var without = new SopsPlanner(new ManifestObjects([], "team"), _ => ring, RandomNumberGenerator.Fill, _clock)
        {
            HasAgentKeys = false,
        };
        Assert.Equal(SopsFault.NoKey, (await without.PlanAsync(sops, null, Ct)).Fault);
        sops.Tree.With("status", SyncBench.Yaml(
            "{observedGeneration: 1, conditions: [{type: Ready, status: 'True', reason: Synced, message: m}]}")[0]);
        var plan = await without.PlanAsync(new(sops.Tree), null, Ct);
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Null(plan.Fault);
        Assert.Null(plan.Status);
        sops.Tree.Child("metadata")!.With("generation", Value.Int64(2));
        Assert.Equal(SopsFault.NoKey, (await without.PlanAsync(new(sops.Tree), null, Ct)).Fault);
    }

    [Fact]
    public async Task Keys_are_replaced_while_rings_are_in_use()
    {
        var sops = await SopsAsync(_other, "a: x\n");
        var ring = _agentKeys.For("team", RandomNumberGenerator.Fill, _clock);
        var planner = new SopsPlanner(new ManifestObjects([], "team"), _ => ring, RandomNumberGenerator.Fill, _clock);
        Assert.Equal(SopsFault.NoKey, (await planner.PlanAsync(sops, null, Ct)).Fault);
        _agentKeys.Replace(KeysSecret(("team.agekey", _other)));
        Assert.Equal(TargetAction.Create, (await planner.PlanAsync(sops, null, Ct)).Action);
        _agentKeys.Replace(null);
        Assert.Equal(SopsFault.NoKey, (await planner.PlanAsync(sops, null, Ct)).Fault);
    }

    [Fact]
    public void A_file_that_holds_no_identity_gives_no_keys()
    {
        var secret = KeysSecret(("team.agekey", _team));
        secret.Child("stringData")!.With("broken.agekey", "no identity").With("notes.txt", "x");
        _agentKeys.Replace(secret);
        Assert.Equal(["team.agekey"], _agentKeys.Names);
        Assert.DoesNotContain("AGE-SECRET", _agentKeys.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_was_changed_is_refused()
    {
        var sops = await SopsAsync(_team, "a: x\n");
        sops.Tree.Child("spec")!.With("document", sops.Document.Replace("a: ENC", "b: ENC", StringComparison.Ordinal));
        var plan = await PlanAsync(new(sops.Tree));
        Assert.Equal((SopsFault.InvalidDocument, Requeue.None), (plan.Fault, plan.Requeue));
    }

    [Theory]
    [InlineData("document: 'a: plain'", SopsFault.InvalidDocument)]
    [InlineData("document: '{'", SopsFault.InvalidDocument)]
    [InlineData("document: ''", SopsFault.InvalidDocument)]
    public async Task What_is_no_encrypted_document_is_refused(string spec, object fault)
    {
        var plan = await PlanAsync(Sops(spec));
        Assert.Equal(fault, plan.Fault);
        Assert.Equal(TargetAction.None, plan.Action);
    }

    [Fact]
    public async Task A_key_that_no_Secret_takes_is_refused()
    {
        var plan = await PlanAsync(await SopsAsync(_team, "\"a b\": x\n"));
        Assert.Equal(SopsFault.InvalidDocument, plan.Fault);
    }

    [Theory]
    [InlineData("kubernetes.io/service-account-token")]
    [InlineData("bootstrap.kubernetes.io/token")]
    public async Task Types_that_give_rights_are_refused(string type)
    {
        var plan = await PlanAsync(await SopsAsync(_team, "a: x\n", $"target: {{type: {type}}}"));
        Assert.Equal((TargetAction.None, SopsFault.RefusedType), (plan.Action, plan.Fault));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ownerReferences: [{apiVersion: external-secrets.io/v1, kind: ExternalSecret, name: s, controller: true}]}")]
    [InlineData("{labels: {secretskit.io/sops-secret: another}}")]
    public async Task A_Secret_of_the_name_that_is_not_ours_is_left_alone(string metadata)
    {
        var existing = SyncBench.Yaml($"apiVersion: v1\nkind: Secret\nmetadata: {metadata}\ndata: {{a: eA==}}")[0];
        existing.Child("metadata")!.With("name", "s").With("namespace", "team");
        var plan = await PlanAsync(await SopsAsync(_team, "a: x\n"), existing);
        Assert.Equal((TargetAction.None, SopsFault.TargetTaken), (plan.Action, plan.Fault));
    }

    [Fact]
    public async Task What_is_as_it_should_be_is_not_written_and_what_was_changed_is()
    {
        var sops = await SopsAsync(_team, "a: x\n");
        var first = await PlanAsync(sops);
        var after = new SopsSecret(sops.Tree.Copy().With("status", first.Status!));
        var second = await PlanAsync(after, first.Wanted!.Copy());
        Assert.Equal((TargetAction.None, null), (second.Action, second.Status));
        var changed = first.Wanted!.Copy();
        changed.Child("data")!.With("a", "eHg=").With("foreign", "eA==");
        var third = await PlanAsync(after, changed);
        Assert.Equal(TargetAction.Update, third.Action);
        Assert.Equal(("x", null), (TextOf(third, "a"), TextOf(third, "foreign")));
    }

    [Fact]
    public async Task A_Secret_that_stays_has_no_owner()
    {
        var plan = await PlanAsync(await SopsAsync(_team, "a: x\n", "target: {name: t, creationPolicy: Orphan, labels: {l: '1'}}"));
        Assert.Empty(new ObjectHead(plan.Wanted!).Owners);
        Assert.Equal(("t", "1"), (new ObjectHead(plan.Wanted!).Name, new ObjectHead(plan.Wanted!).Labels["l"]));
    }

    private static MapValue KeysSecret(params (string Name, X25519Identity Identity)[] files)
    {
        var texts = new MapValue();
        foreach (var (name, identity) in files)
        {
            texts.With(name, AgeKeygen.RevealIdentityFile(identity, SyncBench.Start));
        }

        return new MapValue().With("apiVersion", "v1").With("kind", "Secret").With("stringData", texts);
    }

    private static SopsSecret Sops(string spec) => new(SyncBench.Yaml($$"""
        apiVersion: secretskit.io/v1alpha1
        kind: SopsSecret
        metadata: {name: s, namespace: team, uid: u1, generation: 1}
        spec:
        {{string.Join('\n', spec.Split('\n').Select(line => "  " + line))}}
        """)[0]);

    private async Task<SopsSecret> SopsAsync(
        X25519Identity identity, string plain, string spec = "format: yaml", DocumentFormat format = DocumentFormat.Yaml)
    {
        var sops = Sops(spec);
        sops.Tree.Child("spec")!.With(
            "document", await AgeDocuments.EncryptAsync(identity.Recipient.ToString()!, plain, format, _clock, Ct));
        return new(sops.Tree);
    }

    private async Task<SopsPlan> PlanAsync(SopsSecret sops, MapValue? existing = null, params MapValue[] objects) => await new SopsPlanner(
        new ManifestObjects(objects, "team"), ns => _agentKeys.For(ns, RandomNumberGenerator.Fill, _clock), RandomNumberGenerator.Fill,
        _clock)
        .PlanAsync(sops, existing, Ct);

    private static string? TextOf(SopsPlan plan, string key) => SecretData.Read(plan.Wanted!)[key]?.RevealText();

    private static Condition Condition(SopsPlan plan) => SyncStatus.Read(plan.Status).Conditions.Single();
}
