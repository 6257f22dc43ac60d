using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Doctor;

/// <summary>The configuration of this folder, and which of its encrypted files the keys at hand open.</summary>
internal static class RepositoryCheckup
{
    private const string Topic = "this folder";
    private const int MostFiles = 1_000;
    private const int MostNames = 5;

    /// <summary>Looks at the working directory and below.</summary>
    public static async Task<IReadOnlyList<DoctorFinding>> FindAsync(VerbContext context, CancellationToken ct)
    {
        List<DoctorFinding> findings = [Config(context)];
        var environment = context.Host.Environment;
        IReadOnlyList<FoundFile> files;
        try
        {
            files = new EncryptedFiles(environment).Expand(["."], ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            findings.Add(new(Topic, DoctorLevel.Warning, failure.Problem));
            return findings;
        }

        if (files.Count == 0)
        {
            findings.Add(new(Topic, DoctorLevel.Note, "there is no encrypted file here that git does not ignore"));
            return findings;
        }

        var keys = context.Host.LocalKeyRing();
        var (opened, closed, unknown) = (0, new List<string>(), 0);
        foreach (var file in files.Take(MostFiles))
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                var content = (await context.ReadAsync(file.Path, ct)).Content;
                switch ((await FileStatus.OfAsync(keys, content, file.Format ?? FileFormat.Of(null, file.Path), ct)).Opens)
                {
                    case true:
                        opened++;
                        break;
                    case false:
                        closed.Add(file.Path);
                        break;
                    default:
                        unknown++;
                        break;
                }
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                findings.Add(new(Topic, DoctorLevel.Problem, DisplayText.Message($"{file.Path}: {failure.Problem}"), "'secretskit check'"));
            }
        }

        findings.Add(new(
            Topic,
            closed.Count == 0 ? DoctorLevel.Ok : DoctorLevel.Warning,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the keys at hand open {opened} of {Math.Min(files.Count, MostFiles)} encrypted files")
                + (unknown > 0 ? string.Create(CultureInfo.InvariantCulture, $"; of {unknown} that is unknown without asking") : "")
                + (closed.Count > 0 ? $"; not {Names(closed)}" : ""),
            closed.Count > 0 ? $"{CommandText.Line("secretskit", "filestatus", closed[0])} shows who can" : null));
        return findings;
    }

    private static DoctorFinding Config(VerbContext context)
    {
        var environment = context.Host.Environment;
        try
        {
            var path = RuleFinder.Search(environment, environment.CleanPath("x"));
            if (path is null)
            {
                return new(Topic, DoctorLevel.Note, "there is no .sops.yaml in this folder or above", "'secretskit init' writes one");
            }

            var config = ConfigFinder.Load(environment, path);
            var rules = config.CreationRules?.Count ?? 0;
            return config.FindUnread() is [var first, ..]
                ? new(
                    Topic,
                    DoctorLevel.Warning,
                    DisplayText.Message($"{path}:{first.Line}: {first.Problem}"),
                    "'secretskit check' lists all")
                : new(Topic, DoctorLevel.Ok, DisplayText.Message($"{path}, {rules} {(rules == 1 ? "rule" : "rules")}"));
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new(Topic, DoctorLevel.Problem, failure.Problem, failure.Hint);
        }
    }

    private static string Names(List<string> files) => string.Join(", ", files.Take(MostNames))
        + (files.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {files.Count - MostNames} more") : "");
}
