using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>What must hold of Chart.yaml.</summary>
internal static class MetadataRules
{
    private const string File = "Chart.yaml";
    private const string ValidApis = "The value must be either \"v1\" or \"v2\"";

    private static readonly SemanticVersion Lowest = new(0, 0, 0, "0");

    public static void Check(LintSubject subject)
    {
        if (
            !subject.Check(
                LintSeverity.Error, File, subject.Files.Kind(File) == EntryKind.Folder ? "should be a file, not a directory" : null))
        {
            subject.Check(LintSeverity.Error, File, $"unable to parse YAML\n\tread {subject.Request.FullPath}/{File}: is a directory");
            return;
        }

        var text = subject.Files.Read(File);
        var isV4 = subject.Generation == HelmGeneration.V4;
        ChartMetadata metadata;
        try
        {
            metadata = MetadataReader.Read(text, isV4 ? "v2.Metadata" : "chart.Metadata");
        }
        catch (ChartException failure)
        {
            subject.Check(LintSeverity.Error, File, "unable to parse YAML\n\t" + failure.Message);
            return;
        }

        if (isV4)
        {
            subject.Check(
                LintSeverity.Warning,
                File,
                StrictMetadata.Complaint(text) is { } complaint ? "failed to strictly parse chart metadata file\n\t" + complaint : null);
        }

        Check(subject, metadata, text);
        if (isV4)
        {
            subject.Check(
                LintSeverity.Warning,
                File,
                SemanticVersion.TryParse(metadata.Version, SemanticVersionStyle.Strict, out _)
                    ? null
                    : $"version '{metadata.Version}' is not a valid SemVerV2");
        }
    }

    private static void Check(LintSubject subject, ChartMetadata metadata, byte[] text)
    {
        subject.Check(LintSeverity.Error, File, Name(metadata.Name));
        subject.Check(LintSeverity.Error, File, Api(metadata.ApiVersion));
        subject.Check(LintSeverity.Error, File, TypeOf(text, "version"));
        subject.Check(LintSeverity.Error, File, Version(metadata.Version, subject.Generation));
        subject.Check(LintSeverity.Error, File, TypeOf(text, "appVersion"));
        subject.Check(LintSeverity.Error, File, (metadata.Maintainers ?? [])
            .Select(Maintainer)
            .FirstOrDefault(complaint => complaint is not null));
        subject.Check(LintSeverity.Error, File, (metadata.Sources ?? [])
            .Where(source => !Addresses.IsRequestUrl(source))
            .Select(source => $"invalid source URL '{source}'")
            .FirstOrDefault());
        subject.Check(LintSeverity.Info, File, metadata.Icon.Length == 0 ? "icon is recommended" : null);
        subject.Check(
            LintSeverity.Error,
            File,
            metadata.Icon.Length > 0 && !Addresses.IsRequestUrl(metadata.Icon) ? $"invalid icon URL '{metadata.Icon}'" : null);
        if (metadata.ApiVersion != "v2")
        {
            subject.Check(
                LintSeverity.Error,
                File,
                metadata.Type.Length == 0
                    ? null
                    : $"chart type is not valid in apiVersion '{metadata.ApiVersion}'. It is valid in apiVersion 'v2'");
            subject.Check(
                LintSeverity.Error,
                File,
                metadata.Dependencies is { Count: > 0 } ? "dependencies are not valid in the Chart file with apiVersion " +
                    $"'{metadata.ApiVersion}'. They are valid in apiVersion 'v2'" : null);
        }
    }

    private static string? Name(string name) => name.Length == 0 ? "name is required"
        : name != MetadataValidator.BaseName(name) ? $"chart name {GoQuote.Format(name)} is invalid"
        : null;

    private static string? Api(string version) => version switch
    {
        "" => "apiVersion is required. " + ValidApis,
        "v1" or "v2" => null,
        _ => $"apiVersion '{version}' is not valid. {ValidApis}",
    };

    private static string? Version(string text, HelmGeneration generation)
    {
        if (text.Length == 0)
        {
            return "version is required";
        }

        if (!SemanticVersion.TryParse(text, SemanticVersionStyle.Loose, out var version))
        {
            return $"version '{text}' is not a valid SemVer";
        }

        var quote = generation == HelmGeneration.V4 ? "\"" : "";
        return version > Lowest ? null : $"version {quote}{version}{quote} is less than or equal to {quote}{Lowest}{quote}";
    }

    // Before text is made of numbers.
    private static string? TypeOf(byte[] text, string key)
    {
        Value document;
        try
        {
            document = KubernetesYaml.Read(text, KubernetesYamlOptions.Chart);
        }
        catch (DocumentException failure)
        {
            return failure.Message;
        }

        return document.AsMap is not { } map || !map.TryGet(new(key), out var value) || value.IsString
            ? null
            : $"{key} should be of type string but it's of type {(value.IsNil ? "<nil>" : value.Type!.Name)}";
    }

    private static string? Maintainer(ChartMaintainer? maintainer)
    {
        if (maintainer is null)
        {
            return "a maintainer entry is empty";
        }

        var (name, email, url) = maintainer;
        return name.Length == 0 ? "each maintainer requires a name"
            : email.Length > 0 && !Addresses.IsEmail(email) ? $"invalid email '{email}' for maintainer '{name}'"
            : url.Length > 0 && !Addresses.IsUrl(url) ? $"invalid url '{url}' for maintainer '{name}'"
            : null;
    }
}
