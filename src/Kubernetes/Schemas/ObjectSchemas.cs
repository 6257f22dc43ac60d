using System.Collections.Frozen;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Kubernetes.Schemas;

/// <summary>
/// The fields of the kinds of a server that does not check fields itself: servers before 1.25 ignore <c>fieldValidation</c>. Made of the
/// OpenAPI document of version 2. Never changed, safe on all threads.
/// </summary>
public sealed class ObjectSchemas
{
    // The first minor version of Kubernetes 1 that checks the fields of what is written by default.
    private const int FirstChecking = 25;
    private const string ReferencePrefix = "#/definitions/";

    private readonly MapValue _definitions;
    private readonly FrozenDictionary<(string Group, string Version, string Kind), string> _models;

    private ObjectSchemas(MapValue definitions, FrozenDictionary<(string Group, string Version, string Kind), string> models) =>
        (_definitions, _models) = (definitions, models);

    /// <summary>The schemas of a server.</summary>
    /// <returns>Null where the server checks fields itself, or has no such document.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    public static async Task<ObjectSchemas?> LoadAsync(ApiClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var version = await client.SendAsync(new(HttpMethod.Get, "/version"), cancellationToken);
        if (ChecksFields(version.Text("major"), version.Text("minor")))
        {
            return null;
        }

        try
        {
            return Read(await client.SendAsync(new(HttpMethod.Get, "/openapi/v2"), cancellationToken));
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a document.</summary>
    public static ObjectSchemas Read(Value document)
    {
        var definitions = document.Field("definitions").AsMap ?? new();
        var models = new Dictionary<(string, string, string), string>();
        foreach (var (name, definition) in definitions.Entries)
        {
            foreach (var kind in definition.Elements("x-kubernetes-group-version-kind"))
            {
                models[(kind.Text("group"), kind.Text("version"), kind.Text("kind"))] = name.RevealText();
            }
        }

        return new(definitions, models.ToFrozenDictionary());
    }

    /// <summary>Checks an object.</summary>
    /// <param name="item">The object. Lent.</param>
    /// <returns>What is wrong, in the order of its fields; nothing for kinds that the document does not have.</returns>
    public IReadOnlyList<FieldFault> Check(MapValue item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var whole = Value.Of(item);
        var apiVersion = whole.Text(ObjectFields.ApiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        var kind = whole.Text(ObjectFields.Kind);
        if (!_models.TryGetValue((group, apiVersion[(slash + 1)..], kind), out var model))
        {
            return [];
        }

        var check = new FieldCheck(this);
        check.Visit(_definitions[new(model)], model, whole, kind);
        return check.Faults;
    }

    /// <summary>The definition that a schema refers to; the schema itself where it refers to none.</summary>
    internal (Value Schema, string Path) Follow(Value schema, string path)
    {
        // References to references do not occur; a circle of them would be the end of the search.
        if (schema.Text("$ref") is { Length: > 0 } reference && reference.StartsWith(ReferencePrefix, StringComparison.Ordinal))
        {
            var name = reference[ReferencePrefix.Length..];
            return (_definitions[new(name)], name);
        }

        return (schema, path);
    }

    // Some clouds add a plus sign.
    private static bool ChecksFields(string major, string minor) =>
        major != "1" || !int.TryParse(minor.TrimEnd('+'), out var number) || number >= FirstChecking;
}
