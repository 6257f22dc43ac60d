using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Aws;

/// <summary>AWS Parameter Store with parameters, versions and labels in memory.</summary>
public sealed class FakeParameterStore : FakeAwsService
{
    private readonly SortedDictionary<string, (List<JsonObject> Versions, SortedDictionary<string, string> Tags)> _parameters =
        new(StringComparer.Ordinal);

    /// <summary>Adds a parameter that others made, or a version of one.</summary>
    public void Add(string name, string value, params (string Key, string Value)[] tags)
    {
        Put(name, new() { ["Value"] = value, ["Type"] = "SecureString" });
        foreach (var (key, text) in tags)
        {
            _parameters[name].Tags[key] = text;
        }
    }

    /// <summary>Gives the newest version of a parameter a label.</summary>
    public void Label(string name, string label) => _parameters[name].Versions[^1]["Label"] = label;

    /// <summary>The newest version of a parameter, as it was put; null if it is not there.</summary>
    public JsonObject? Value(string name) => _parameters.TryGetValue(name, out var found) ? found.Versions[^1] : null;

    /// <summary>The tags of a parameter.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string name) => _parameters[name].Tags;

    /// <inheritdoc/>
    protected override ServedAnswer Do(string operation, JsonObject body) => operation switch
    {
        "GetParameter" => Get((string)body["Name"]!),
        "GetParameters" => Ok(("Parameters", new JsonArray([.. body["Names"]!.AsArray().Select(name => (string)name!)
            .Where(_parameters.ContainsKey).Select(Newest)]))),
        "GetParametersByPath" => Page("Parameters", [.. Under((string)body["Path"]!).Select(Newest)], body),
        "DescribeParameters" => Page("Parameters", [.. _parameters.Keys.Where(name => Matches(name, body))
            .Select(name => new JsonObject { ["Name"] = name })], body),
        "PutParameter" => Create(body),
        "DeleteParameter" => _parameters.Remove((string)body["Name"]!) ? Ok() : Fault("ParameterNotFound"),
        _ => _parameters.TryGetValue((string)body["ResourceId"]!, out var found) ? ChangeTags(operation, found.Tags, body)
            : Fault("InvalidResourceId", "Invalid Resource Id"),
    };

    private static ServedAnswer ChangeTags(string operation, SortedDictionary<string, string> tags, JsonObject body)
    {
        Tag(tags, body);
        foreach (var key in body["TagKeys"] as JsonArray ?? [])
        {
            tags.Remove((string)key!);
        }

        return operation == "ListTagsForResource" ? Ok(("TagList", Tags(tags))) : Ok();
    }

    private ServedAnswer Get(string name)
    {
        var parts = name.Split(':');
        if (!_parameters.TryGetValue(parts[0], out var found))
        {
            return Fault("ParameterNotFound", $"Parameter {name} not found.");
        }

        var version = parts.Length == 1 ? found.Versions[^1] : found.Versions.Find(
            version => (string?)version["Label"] == parts[1] || version["Version"]!.ToString() == parts[1]);
        return version is null ? Fault("ParameterVersionNotFound") : Ok(("Parameter", version.DeepClone()));
    }

    private ServedAnswer Create(JsonObject body)
    {
        var name = (string)body["Name"]!;
        var isNew = !_parameters.ContainsKey(name);
        if (!isNew && (bool?)body["Overwrite"] != true)
        {
            return Fault("ParameterAlreadyExists");
        }

        if (body["Tags"] is not null && (bool?)body["Overwrite"] == true)
        {
            return Fault("ValidationException", "Invalid request: tags and overwrite can't be used together.");
        }

        Put(name, body.DeepClone().AsObject());
        Tag(_parameters[name].Tags, body);
        return Ok(("Version", _parameters[name].Versions.Count));
    }

    private void Put(string name, JsonObject parameter)
    {
        if (!_parameters.TryGetValue(name, out var held))
        {
            _parameters[name] = held = ([], new(StringComparer.Ordinal));
        }

        parameter["Name"] = name;
        parameter["Version"] = held.Versions.Count + 1;
        held.Versions.Add(parameter);
    }

    private JsonNode Newest(string name) => _parameters[name].Versions[^1].DeepClone();

    private IEnumerable<string> Under(string path) =>
        _parameters.Keys.Where(name => path == "/" || name.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    private bool Matches(string name, JsonObject body) => (body["ParameterFilters"] as JsonArray ?? []).All(filter =>
    {
        var (key, value) = ((string)filter!["Key"]!, (string)filter["Values"]![0]!);
        return key == "Path" ? Under(value).Contains(name)
            : _parameters[name].Tags.GetValueOrDefault(key["tag:".Length..]) == value;
    });
}
