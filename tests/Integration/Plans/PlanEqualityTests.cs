using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;

namespace SecretsKit.Integration.Plans;

/// <summary>A plan that is applied leaves what the helm command would have left: the same objects, owners of fields, and records.</summary>
public sealed class PlanEqualityTests
{
    private static readonly string[] ServerFields =
        ["uid", "resourceVersion", "creationTimestamp", "selfLink", "namespace", "generation", "time", "modtime"];

    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public async Task Applied_plans_leave_what_helm_leaves(string tool)
    {
        using var helm = await PlanBench.CreateAsync(tool);
        using var plan = await PlanBench.CreateAsync(tool);
        string[][] steps =
        [
            ["upgrade", "r", "chart", "--install", "-f", "secrets.yaml"],
            ["upgrade", "r", "chart", "-f", "secrets.yaml", "--set", "a=2,names={one,three}", "--description", "second"],
            ["rollback", "r", "1"],
        ];
        foreach (var step in steps)
        {
            (await helm.Program.HelmAsync(step)).Succeeds();
            (await plan.Program.RunAsync(["plan", .. step, "-o", "plan.enc"])).Succeeds();
            (await plan.ApplyAsync()).Succeeds();
            Assert.Equal(await StateAsync(helm), await StateAsync(plan));
        }

        (await plan.Program.RunAsync("plan", "uninstall", "r", "-o", "plan.enc")).Succeeds();
        (await plan.ApplyAsync()).Succeeds();
        Assert.Empty(await plan.RecordsAsync());
        Assert.Null(await plan.ValueAsync("r-one"));
    }

    private static async Task<string> StateAsync(PlanBench bench)
    {
        var items = new JsonArray();
        foreach (var kind in (string[])["configmaps", "secrets", "deployments"])
        {
            foreach (var item in await bench.Calls.ListAsync(bench.PathOf(kind)))
            {
                var name = item["metadata"]!["name"]!.GetValue<string>();
                if (name.StartsWith("r-", StringComparison.Ordinal))
                {
                    items.Add(item.DeepClone());
                }
                else if (name.StartsWith("sh.helm", StringComparison.Ordinal))
                {
                    var record = StoredRecords.Decode(item);
                    foreach (var field in (string[])["first_deployed", "last_deployed"])
                    {
                        record["info"]!.AsObject().Remove(field);
                    }

                    items.Add(new JsonObject
                    {
                        ["record"] = WithoutRuns(record),
                        ["labels"] = Labels(item["metadata"]!["labels"]!),
                    });
                }
            }
        }

        Strip(items);
        return items.ToJsonString(new() { WriteIndented = true });
    }

    private static JsonNode WithoutRuns(JsonNode record)
    {
        foreach (var hook in record["hooks"]?.AsArray() ?? [])
        {
            hook!.AsObject().Remove("last_run");
        }

        return record.DeepClone();
    }

    private static JsonObject Labels(JsonNode labels)
    {
        var copy = labels.DeepClone().AsObject();
        copy.Remove("createdAt");
        copy.Remove("modifiedAt");
        return copy;
    }

    // What the server gives to each object, what names the namespace, and what the controller of Deployments writes when it likes.
    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var owner in list.Where(item => item is JsonObject entry && entry["manager"]?.ToString() == "kube-controller-manager")
                .ToList())
            {
                list.Remove(owner);
            }

            foreach (var item in list)
            {
                Strip(item);
            }
        }
        else if (node is JsonObject map)
        {
            foreach (var field in ServerFields)
            {
                map.Remove(field);
            }

            map.Remove("status");
            map.Remove("deployment.kubernetes.io/revision");
            map.Remove("meta.helm.sh/release-namespace");
            foreach (var (_, value) in map.ToList())
            {
                Strip(value);
            }
        }
    }
}
