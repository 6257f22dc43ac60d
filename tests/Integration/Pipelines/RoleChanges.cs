using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Pipelines;

/// <summary>Takes rights out of roles before they are made.</summary>
internal static class RoleChanges
{
    /// <summary>Takes a verb on a resource away.</summary>
    public static void Remove(JsonArray items, string verb, string resource)
    {
        var removed = 0;
        foreach (var rules in items.Select(item => item!["rules"]).OfType<JsonArray>())
        {
            foreach (var rule in rules.ToList())
            {
                if (Find(rule!["resources"]!, resource) is not { } one || Find(rule["verbs"]!, verb) is not { } word)
                {
                    continue;
                }

                // The other resources of the rule keep the verb.
                var others = (JsonObject)rule.DeepClone();
                others["resources"]!.AsArray().Remove(Find(others["resources"]!, resource));
                rule["resources"] = new JsonArray(one.DeepClone());
                rule["verbs"]!.AsArray().Remove(word);
                removed++;
                if (others["resources"]!.AsArray().Count > 0)
                {
                    rules.Add(others);
                }

                if (rule["verbs"]!.AsArray().Count == 0)
                {
                    rules.Remove(rule);
                }
            }
        }

        Assert.Equal(1, removed);
    }

    private static JsonNode? Find(JsonNode list, string word) => list.AsArray().FirstOrDefault(item => (string?)item == word);
}
