using System.Security.Cryptography;
using System.Text;
using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;

namespace SecretsKit.Tests.Charts.Linting;

/// <summary>A chart named <c>c</c> in a folder of that name, to be advised on.</summary>
internal sealed class AdviceFolder : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("advice-").FullName;

    public AdviceFolder() => Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");

    private string Folder => Path.Combine(_parent, "c");

    /// <summary>The ids of all rules that find mistakes.</summary>
    public static IReadOnlyList<string> Mistakes { get; } = [.. ChartAdvisor.Rules.Where(rule => !rule.IsConvention).Select(
        rule => rule.Id)];

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    public void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>What a rule says, without its id and without the file where that is the only template.</summary>
    public List<string> Of(string rule, string values = "", string @namespace = "default", params ValuesFile[] files) =>
        [.. Advise(values, [rule], @namespace, files).Select(
            message =>
                message.Replace($": {rule}: ", ": ", StringComparison.Ordinal)
                    .Replace(" c/templates/t.yaml:", "", StringComparison.Ordinal))];

    public List<string> Advise(
        string values = "", IReadOnlyCollection<string>? rules = null, string @namespace = "default", params ValuesFile[] files)
    {
        var request = new LintRequest
        {
            Path = Folder,
            FullPath = Folder,
            Values = ValuesText.Read(Encoding.UTF8.GetBytes(values), HelmGeneration.V4),
            Namespace = @namespace,
            Clock = TimeProvider.System,
            Random = RandomNumberGenerator.Fill,
        };
        return [.. new ChartAdvisor(HelmGeneration.V4)
            .Advise(request, files, rules ?? Mistakes, TestContext.Current.CancellationToken)
            .Select(message => message.ToString())];
    }
}
