using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Access;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>Prints the least roles for a release.</summary>
internal sealed class RoleHandler(VerbContext context, ValueGetterFactory getter)
{
    // Of an object's name.
    private const int MaxNameLength = 253;

    /// <summary>Prints them.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(RoleRequest request, CancellationToken ct)
    {
        var (release, chart) = (request.Access.Release.Name, request.Access.Release.Chart.Name);
        var account = Account(request.Account ?? $"{release}-deployer", request.Access.Release.Namespace);
        return ChartVerb.RunAsync(
            context, "pipeline rbac role", [release, chart], getter, session => PrintAsync(session, request, account, ct));
    }

    private async Task<int> PrintAsync(HelmSession session, RoleRequest request, DeployAccount account, CancellationToken ct)
    {
        using var cluster = request.AsksCluster ? ClusterSession.Open(session, request.Access.Cluster) : null;
        var rights = await new AccessFinder(session, request.Access, cluster).FindAsync(ct);
        var release = request.Access.Release;
        var roles = new RoleManifests($"{release.Name}-deployer", account, request.Form).Of(RoleScope.Of(rights.All));
        if (request.IsJson)
        {
            foreach (var note in rights.Notes)
            {
                context.Terminal.Say("note: " + RoleWords.Of(note));
            }

            context.Host.WriteReport(RoleText.Json(roles));
            return ExitCodes.Success;
        }

        List<string> comments =
        [
            $"The least rights to install, upgrade, roll back, test and uninstall the release {release.Name} in the namespace "
                + release.Namespace + (request.Access.Waits ? ", and to wait for its objects" : ""),
            .. rights.Notes.Select(RoleWords.Of),
        ];
        context.Host.WriteReport(RoleText.Yaml(comments, roles));
        if (context.Host.ErrorIsTerminal && context.Host.OutputIsTerminal)
        {
            context.Terminal.Say("", TextStyle.Plain);
            context.Terminal.Hint(
                "an administrator gives the rights: put '| kubectl apply -f -' behind this command, in a namespace that is there");
        }

        return ExitCodes.Success;
    }

    private static DeployAccount Account(string text, string @namespace)
    {
        var (place, name) = text.Split('/') is [var first, var second] ? (first, second) : (@namespace, text);
        return IsName(place) && IsName(name)
            ? new(name, place)
            : throw new SecretsKitException(ErrorCode.Usage, $"\"{text}\" is not the name of a service account")
            {
                Hint = "names have lower case letters, digits, dashes and dots; with a namespace: --service-account NAMESPACE/NAME",
            };
    }

    private static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
