using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Frozen.Coding;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Tests.Releases.Frozen;

/// <summary>Plans as documents: what is written is read again, and whatever is missing or wrong is named.</summary>
public sealed class FrozenPlanCodecTests
{
    [Fact]
    public void A_plan_is_read_as_it_was_written()
    {
        var plan = TestPlan.Full();
        var text = FrozenPlanCodec.Encode(plan);
        var read = FrozenPlanCodec.Decode(text);
        Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(FrozenPlanCodec.Encode(read)));
        Assert.Equal(plan.Origin, read.Origin);
        Assert.Equal(plan.Settings, read.Settings);
        Assert.Equal((plan.Operation, plan.Namespace, plan.IsCreation), (read.Operation, read.Namespace, read.IsCreation));
        Assert.Equal(("r", 4, ReleaseStatus.PendingRollback), (read.Release.Name, read.Release.Revision, read.Release.Status));
        Assert.Equal("shop", read.Release.Labels["team"]);
        Assert.Equal((3, ReleaseStatus.Failed, "sha256:1", "sha256:2"), (
            read.Start!.Revision, read.Start.Status, read.Start.Digest, read.Start.BaseDigest));
        Assert.Equal("kind: B\n", read.Start.Base.Manifest.RevealText());
        Assert.Equal(["Patch Box prod/one", "Create Box prod/two"], read.Writes.Select(item => item.ToString()));
        Assert.True(read.Writes[0].Write.Exists);
        Assert.Equal(plan.Writes[0].Write.Patch!.MediaType, read.Writes[0].Write.Patch!.MediaType);
        Assert.Equal(plan.Writes[0].Write.Item.Resource.Name, read.Writes[0].Write.Item.Resource.Name);
        Assert.True(read.Writes[0].Write.Item.Resource.IsNamespaced);
        Assert.True(read.Writes[0].Reviewed.IsSame(plan.Writes[0].Reviewed));
        Assert.Null(read.Writes[1].Reviewed.Content);
        Assert.Equal("Box prod/three", read.Deletions[0].ToString());
        Assert.Equal(plan.Definitions[0].File.Data, read.Definitions[0].File.Data);
        Assert.Equal(plan.Secrets, read.Secrets);
        Assert.Equal("Job prod/migrate", Assert.Single(read.Hooks).ToString());
        Assert.True(read.Hooks[0].Reviewed.IsSame(plan.Hooks[0].Reviewed));
        Assert.Equal(plan.NamespaceUid, read.NamespaceUid);
        Assert.True(read.NamespaceState!.IsSame(plan.NamespaceState!));
    }

    // Integers beyond 53 bits, as servers send them.
    [Fact]
    public void Numbers_stay_exact()
    {
        var text = Encoding.UTF8.GetString(FrozenPlanCodec.Encode(TestPlan.Full()))
            .Replace("9007199254740992", "9007199254740993", StringComparison.Ordinal);
        Assert.Equal(text, Encoding.UTF8.GetString(FrozenPlanCodec.Encode(FrozenPlanCodec.Decode(Encoding.UTF8.GetBytes(text)))));
    }

    [Fact]
    public void Each_field_that_is_missing_or_of_another_type_is_named()
    {
        var document = JsonNode.Parse(FrozenPlanCodec.Encode(TestPlan.Full()))!;
        var paths = Fields(document, []).ToList();
        Assert.True(paths.Count > 60);
        foreach (var path in paths)
        {
            foreach (var value in (JsonNode?[])[JsonValue.Create(-1.5), new JsonObject(), new JsonArray(JsonValue.Create(1))])
            {
                var changed = document.DeepClone();
                Set(changed, path, value);
                RequireDamaged(changed, path);
            }

            var shorter = document.DeepClone();
            Remove(shorter, path);
            RequireDamaged(shorter, path);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":\"other\",\"version\":1}")]
    public void Another_document_is_no_plan(string text) => Assert.Equal(FrozenFault.NoPlan, Fault(Encoding.UTF8.GetBytes(text)).Fault);

    [Fact]
    public void A_plan_that_was_cut_is_none()
    {
        var text = FrozenPlanCodec.Encode(TestPlan.Full());
        for (var length = 0; length < text.Length; length += 7)
        {
            Assert.Equal(FrozenFault.NoPlan, Fault(text[..length]).Fault);
        }
    }

    [Fact]
    public void Another_version_of_the_format_is_named()
    {
        var document = JsonNode.Parse(FrozenPlanCodec.Encode(TestPlan.Full()))!;
        document["version"] = 2;
        Assert.Equal(new FrozenFileCause(FrozenFault.UnknownVersion, "2"), Fault(Encoding.UTF8.GetBytes(document.ToJsonString())));
    }

    [Fact]
    public void A_state_that_was_changed_by_hand_does_not_fit_its_digest()
    {
        var document = JsonNode.Parse(FrozenPlanCodec.Encode(TestPlan.Full()))!;
        document["writes"]![0]!["reviewed"]!["content"]!["spec"]!["n"] = 4;
        Assert.Equal(
            new FrozenFileCause(FrozenFault.Damaged, "writes[0].reviewed.digest"), Fault(Encoding.UTF8.GetBytes(document.ToJsonString())));
    }

    [Fact]
    public void Counts_are_by_action() => Assert.Equal(1, TestPlan.Full().Count(WriteAction.Patch));

    private static FrozenFileCause Fault(byte[] text) => Assert.IsType<FrozenFileCause>(
        Assert.Throws<SecretsKitException>(() => FrozenPlanCodec.Decode(text)).Cause);

    private static void RequireDamaged(JsonNode document, string[] path)
    {
        var cause = Fault(Encoding.UTF8.GetBytes(document.ToJsonString()));
        Assert.True(
            cause.Fault == FrozenFault.NoPlan ? path is ["format"] : cause.Subject.StartsWith(path[0], StringComparison.Ordinal),
            $"{string.Join('.', path)}: {cause}");
    }

    // All fields of the plan itself: not those of objects, records and patches, which are others' to judge.
    private static IEnumerable<string[]> Fields(JsonNode? node, string[] path)
    {
        if (node is JsonArray list)
        {
            for (var at = 0; at < list.Count; at++)
            {
                foreach (var inner in list[at] is JsonObject ? Fields(list[at], [.. path, $"{at}"]) : [])
                {
                    yield return inner;
                }
            }
        }

        foreach (var (key, value) in node as JsonObject ?? [])
        {
            if (value is null || key is "expiresAt" or "namespaceState" or "start" or "patch" or "content")
            {
                continue;
            }

            // A map in the place of another one is missing fields; in the place of these it is just another content.
            string[] own = [.. path, key];
            if (key is not ("manifest" or "record" or "labels" or "body"))
            {
                yield return own;
                foreach (var inner in Fields(value, own))
                {
                    yield return inner;
                }
            }
        }
    }

    private static void Set(JsonNode document, string[] path, JsonNode? value) =>
        Parent(document, path)[path[^1]] = value?.DeepClone();

    private static void Remove(JsonNode document, string[] path) => Parent(document, path).Remove(path[^1]);

    private static JsonObject Parent(JsonNode document, string[] path) =>
        path[..^1].Aggregate(document, (node, key) => (node is JsonArray list ? list[Number(key)] : node[key])!).AsObject();

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
