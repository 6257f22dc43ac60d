using System.Text.Json;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Access;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>What came of asking for rights.</summary>
/// <param name="Release">The release.</param>
/// <param name="Account">Whose rights; null for the user of the kubeconfig.</param>
/// <param name="Rights">What is needed.</param>
/// <param name="Missing">What of it is missing.</param>
/// <param name="Excess">What the account may do and should not.</param>
internal sealed record AccessReport(
    ReleaseRequest Release,
    DeployAccount? Account,
    ReleaseRights Rights,
    IReadOnlyList<AccessRight> Missing,
    IReadOnlyList<ExcessRight> Excess)
{
    /// <summary>Whether nothing is missing, and nothing too much.</summary>
    public bool IsGood => Missing.Count + Excess.Count == 0;

    /// <summary>Prints it for people.</summary>
    public void WriteText(TerminalOutput terminal, CliHost host)
    {
        var who = $"release {Release.Name} in {Release.Namespace}, {RoleWords.Of(Account)}";
        if (Missing.Count == 0)
        {
            terminal.Print($"{who}: all {Rights.All.Count} rights that it needs are there", TextStyle.Good);
        }
        else
        {
            terminal.Print($"{who}: {Missing.Count} of {Rights.All.Count} rights are missing", TextStyle.Bad);
            TextColumns.Write(
                terminal, [["RESOURCE", "VERBS", "NAMESPACE", "NAME"], .. MissingRows()]);
            terminal.Print("");
            terminal.Print(
                Account is null ? "an administrator binds this to the account:" : "an administrator adds them with:");
            host.WriteReport(RoleText.Yaml([], MissingRoles()));
        }

        if (Excess.Count > 0)
        {
            terminal.Print($"{who}: may do what no deploy needs", TextStyle.Bad);
            TextColumns.Write(
                terminal,
                [["VERB", "RESOURCE", "NAMESPACE", "DANGER"], .. Excess.Select(one => Row(one.Right, RoleWords.Of(one.Danger)))]);
        }

        foreach (var note in Rights.Notes.Where(note => note.Kind == RoleNoteKind.NeedsEscalation))
        {
            terminal.Print("note: " + RoleWords.Of(note));
        }
    }

    /// <summary>Prints one object.</summary>
    public void WriteJson(CliHost host) => JsonLine.Write(host, json =>
    {
        json.WriteString("release", Release.Name);
        json.WriteString("namespace", Release.Namespace);
        json.WriteString("account", Account?.UserName ?? "");
        json.WriteBoolean("ok", IsGood);
        json.WriteNumber("needed", Rights.All.Count);
        json.WriteStartArray("missing");
        foreach (var right in Missing)
        {
            Write(json, right, "");
        }

        json.WriteEndArray();
        json.WriteStartArray("excess");
        foreach (var one in Excess)
        {
            Write(json, one.Right, RoleWords.Of(one.Danger));
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in Rights.Notes)
        {
            json.WriteStringValue(RoleWords.Of(note));
        }

        json.WriteEndArray();
    });

    private IReadOnlyList<Core.Data.Value> MissingRoles()
    {
        var manifests = new RoleManifests($"{Release.Name}-deployer-added", Account ?? new("", ""), RoleForm.Role);
        return Account is null ? manifests.Unbound(RoleScope.Of(Missing)) : manifests.Roles(RoleScope.Of(Missing));
    }

    private IEnumerable<string[]> MissingRows() =>
        from right in Missing
        group right by (right.Namespace, right.QualifiedResource, right.Name) into same
        select (string[])
        [
            same.Key.QualifiedResource, string.Join(", ", AccessRule.InOrder(same.Select(right => right.Verb))),
            Place(same.Key.Namespace), same.Key.Name,
        ];

    private static string[] Row(AccessRight right, string last) =>
        [right.Verb, right.QualifiedResource, Place(right.Namespace), last];

    private static string Place(string @namespace) => @namespace.Length == 0 ? "(all)" : @namespace;

    private static void Write(Utf8JsonWriter json, AccessRight right, string danger)
    {
        json.WriteStartObject();
        json.WriteString("verb", right.Verb);
        json.WriteString("group", right.Group);
        json.WriteString("resource", right.Resource);
        json.WriteString("namespace", right.Namespace);
        json.WriteString("name", right.Name);
        if (danger.Length > 0)
        {
            json.WriteString("danger", danger);
        }

        json.WriteEndObject();
    }
}
