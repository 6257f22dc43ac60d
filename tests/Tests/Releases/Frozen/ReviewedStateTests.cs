using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Releases.Binding;

namespace SecretsKit.Tests.Releases.Frozen;

/// <summary>What is reviewed of an object: everything but what servers and controllers keep.</summary>
public sealed class ReviewedStateTests
{
    private const string Object = """
        {"apiVersion":"apps/v1","kind":"Deployment","status":{"replicas":1},
         "metadata":{"name":"web","uid":"u","resourceVersion":"5","generation":2,"managedFields":[{"manager":"helm"}],
                     "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"a":"b"},"annotations":{"status":"x"}},
         "spec":{"status":"inner","generation":7,"replicas":3,"list":[1,2.5,null,true,"text"]}}
        """;

    [Theory]
    [InlineData("\"status\":{\"replicas\":1}", "\"status\":{\"replicas\":2,\"more\":[]}")]
    [InlineData("\"resourceVersion\":\"5\"", "\"resourceVersion\":\"6\"")]
    [InlineData("\"generation\":2", "\"generation\":3")]
    [InlineData("\"manager\":\"helm\"", "\"manager\":\"kubectl\"")]
    public void What_servers_and_controllers_keep_does_not_count(string old, string now) =>
        Assert.True(StateAfter(old, now).IsSame(State(Object)));

    [Theory]
    [InlineData("\"uid\":\"u\"", "\"uid\":\"v\"")]
    [InlineData("\"a\":\"b\"", "\"a\":\"c\"")]
    [InlineData("\"status\":\"x\"", "\"status\":\"y\"")]
    [InlineData("\"status\":\"inner\"", "\"status\":\"outer\"")]
    [InlineData("\"generation\":7", "\"generation\":8")]
    public void All_else_counts_also_under_the_same_names(string old, string now) =>
        Assert.False(StateAfter(old, now).IsSame(State(Object)));

    // Each scalar of the parts that count is changed in turn, and each key renamed.
    [Fact]
    public void Every_field_that_counts_changes_the_digest()
    {
        var reviewed = State(Object);
        var seen = new HashSet<string>(StringComparer.Ordinal) { reviewed.Digest };
        foreach (var start in Words(Object))
        {
            var changed = Object[..start] + "Z" + Object[start..];
            if (IsKept(start))
            {
                Assert.Equal(reviewed.Digest, State(changed).Digest);
            }
            else
            {
                Assert.True(seen.Add(State(changed).Digest), changed);
            }
        }
    }

    [Fact]
    public void An_object_that_is_not_there_is_a_state_of_its_own()
    {
        Assert.True(ReviewedState.Of(null).IsSame(ReviewedState.Absent));
        Assert.False(State("{}").IsSame(ReviewedState.Absent));
        Assert.Equal("absent", ReviewedState.Absent.ToString());
    }

    [Fact]
    public void The_order_of_keys_does_not_count_and_the_object_is_not_changed()
    {
        var live = Map("""{"metadata":{"uid":"u","resourceVersion":"1"},"spec":{"b":1,"a":2}}""");
        Assert.True(ReviewedState.Of(live).IsSame(State("""{"spec":{"a":2,"b":1},"metadata":{"uid":"u"}}""")));
        Assert.True(live[new("metadata")].AsMap!.Contains(new("resourceVersion")));
    }

    private static ReviewedState StateAfter(string old, string now)
    {
        Assert.Contains(old, Object, StringComparison.Ordinal);
        return State(Object.Replace(old, now, StringComparison.Ordinal));
    }

    private static ReviewedState State(string json) => ReviewedState.Of(Map(json));

    private static MapValue Map(string json) => GoJson.Parse(Encoding.UTF8.GetBytes(json)).AsMap!;

    // Where the texts begin that quotes enclose, keys and values.
    private static IEnumerable<int> Words(string json)
    {
        for (var at = 0; at < json.Length; at++)
        {
            if (json[at] == '"')
            {
                yield return at + 1;
                at = json.IndexOf('"', at + 1);
            }
        }
    }

    // Texts within what is left out; their own keys count, since another key is another field.
    private static bool IsKept(int at) => ((string[])["{\"replicas\":1}", "\"5\"", "[{\"manager\":\"helm\"}]"])
        .Any(part => Object.IndexOf(part, StringComparison.Ordinal) is var start && at > start && at < start + part.Length);
}
