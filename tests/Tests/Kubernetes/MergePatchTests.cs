using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Patches;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>Patches of trees, where the recordings of the reference have no case.</summary>
public sealed class MergePatchTests
{
    private static readonly MergeType Pod = MergeSchema.Find("v1", "Pod")!;

    [Theory]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"finalizers":["b","c"]}}""",
        """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"$setElementOrder/finalizers":["b","c"],"finalizers":["c"]}}""")]
    [InlineData("""{"spec":{"volumes":[{"name":"a","emptyDir":{}}]}}""", """{"spec":{"volumes":[{"name":"a","hostPath":{"path":"/"}}]}}""",
        """
        {"spec":{"$setElementOrder/volumes":[{"name":"a"}],
        "volumes":[{"$retainKeys":["hostPath","name"],"emptyDir":null,"hostPath":{"path":"/"},"name":"a"}]}}
        """)]
    [InlineData("""{"spec":{"tolerations":[{"key":"a"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""",
        """{"spec":{"tolerations":[{"key":"b"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"x"},{"name":"y"}]}}""", """{"spec":{"containers":[{"name":"x"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"x"}],"containers":[{"$patch":"delete","name":"y"}]}}""")]
    [InlineData("""{"spec":{"unknown":{"a":1,"b":2}}}""", """{"spec":{"unknown":{"a":1}}}""", """{"spec":{"unknown":{"b":null}}}""")]
    [InlineData("""{"spec":{"priority":1}}""", """{"spec":{"priority":1.0}}""", "{}")]
    public void Two_objects_give_a_strategic_patch(string from, string to, string patch) =>
        Assert.Equal(patch.ReplaceLineEndings(""), Text(StrategicMergePatch.TwoWay(Map(from), Map(to), Pod)));

    [Fact]
    public void A_changed_list_keeps_what_others_added_and_removes_what_the_manifest_no_longer_has()
    {
        var patch = StrategicMergePatch.ThreeWay(
            Map("""{"spec":{"containers":[{"name":"a","image":"1","args":["x"]},{"name":"b"}]}}"""),
            Map("""{"spec":{"containers":[{"name":"c"},{"name":"a","image":"2"}]}}"""),
            Map("""{"spec":{"containers":[{"name":"a","image":"1","args":["x"],"tty":true},{"name":"b"},{"name":"sidecar"}]}}"""),
            Pod);
        Assert.Equal(
            """
            {"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}],
            "containers":[{"name":"c"},{"args":null,"image":"2","name":"a"},{"$patch":"delete","name":"b"}]}}
            """.ReplaceLineEndings(""),
            Text(patch));
    }

    [Fact]
    public void A_selector_that_is_replaced_as_a_whole_says_so()
    {
        var patch = StrategicMergePatch.TwoWay(
            Map("""{"spec":{"selector":{"matchLabels":{"a":"1"}}}}"""),
            Map("""{"spec":{"selector":{"matchLabels":{"b":"1"}}}}"""),
            MergeSchema.Find("policy/v1", "PodDisruptionBudget")!);
        Assert.Equal("""{"spec":{"selector":{"matchLabels":{"b":"1"}}}}""", Text(patch));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"image":"canary"}]}}""", "the list containers has an element without name")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},"canary"]}}""", "the list containers has elements of several types, or lists")]
    public void A_list_that_cannot_be_merged_is_refused_without_its_content(string to, string message)
    {
        var failure = Assert.Throws<SecretsKitException>(
            () => StrategicMergePatch.TwoWay(Map("""{"spec":{"containers":[{"name":"a"}]}}"""), Map(to), Pod));
        Assert.Equal((message, ErrorCode.MalformedDocument), (failure.Message, failure.Code));
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", true)]
    [InlineData("batch/v1", "CronJob", true)]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", true)]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", true)]
    [InlineData("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", false)]
    [InlineData("apiregistration.k8s.io/v1", "APIService", false)]
    [InlineData("demo.example.com/v1", "Gadget", false)]
    public void Kinds_of_Kubernetes_itself_are_known(string apiVersion, string kind, bool isKnown) =>
        Assert.Equal(isKnown, MergeSchema.Find(apiVersion, kind) is not null);

    [Fact]
    public void Custom_resources_merge_by_json()
    {
        var (old, wanted) = (Map("""{"a":1,"b":[1],"c":{"x":1}}"""), Map("""{"b":[2],"c":{"y":{}}}"""));
        Assert.Equal("""{"a":null,"b":[2],"c":{"x":null,"y":{}}}""", Text(JsonMergePatch.TwoWay(old, wanted)));
        var live = Map("""{"a":1,"b":[2],"c":{"x":1,"hand":true},"d":1}""");
        Assert.Equal("""{"a":null,"c":{"x":null,"y":{}}}""", Text(JsonMergePatch.ThreeWay(old, wanted, live)));
    }

    private static MapValue Map(string text) => ScriptedApi.Json(text).AsMap!;

    private static string Text(MapValue patch) => Encoding.UTF8.GetString(GoJson.Format(Value.Of(patch), GoJsonOptions.Raw));
}
