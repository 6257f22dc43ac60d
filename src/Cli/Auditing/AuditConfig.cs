using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Releases.Records.Storage.Sql;

namespace SecretsKit.Cli.Auditing;

/// <summary>The file in which the administrator of a machine asks for an audit log. Its connection strings hold passwords.</summary>
internal static class AuditConfig
{
    /// <summary>The databases to write to.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.General"/>: the file cannot be read. A log that is asked for and not written is no log.
    /// </exception>
    public static IReadOnlyList<SqlSettings> Read(CliHost host)
    {
        var path = host.AuditConfig;
        Value document;
        try
        {
            document = KubernetesYaml.Read(FileReader.Read(host.Environment, path), KubernetesYamlOptions.Chart);
        }
        catch (SecretsKitException)
        {
            // Without the cause: a message of the parser may quote a connection string.
            throw new SecretsKitException(ErrorCode.General, $"{path} asks for an audit log and cannot be read; nothing was done")
            {
                Hint = "only an administrator can change that",
            };
        }

        var found = new List<SqlSettings>();
        var backends = Field(Field(document, "backends"), "postgres").AsList;
        foreach (var backend in backends is null ? [] : backends.Items.ToArray())
        {
            found.Add(Settings(host, found.Count + 1, Field(backend, "connection_string")));
        }

        return found;
    }

    private static SqlSettings Settings(CliHost host, int number, Value text)
    {
        try
        {
            return SqlConnectionText.Parse(text.IsString ? Encoding.UTF8.GetString(text.StringBytes) : "", host.Environment.Variable);
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(ErrorCode.General, $"{host.AuditConfig}: backend {number}: {failure.Message}")
            {
                Hint = failure.Hint,
            };
        }
    }

    private static Value Field(Value value, string name) => value.AsMap is { } map ? map[new(name)] : default;
}
