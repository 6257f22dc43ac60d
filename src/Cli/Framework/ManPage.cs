using System.Text;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Framework;

/// <summary>Manual pages (man(7), section 1), made of the tables that help is made of: one of the program, and one for each verb.</summary>
internal sealed class ManPage
{
    private readonly StringBuilder _text = new();

    private ManPage(string name, string summary)
    {
        _text.Append(".TH ").Append(name.ToUpperInvariant().Replace("-", "\\-", StringComparison.Ordinal))
            .Append(" 1 \"\" \"secretskit ").Append(ProductVersion.Text).Append("\" \"SecretsKit\"\n");
        Head("NAME");
        Line($"{name} - {summary}");
    }

    /// <summary>The page of the program.</summary>
    public static string OfProgram(VerbTable verbs)
    {
        var page = new ManPage("secretskit", "secrets in git, encrypted so that every sops user can read them");
        page.Head("SYNOPSIS");
        page.Line("secretskit COMMAND [options] [FILE...]");
        page.Head("COMMANDS");
        page.Rows(verbs.All.Select(verb => ($"{verb.Name}", verb.Summary)));
        page.Rows(verbs.ChartVerbs);
        page.Line("Each has a page of its own: secretskit-COMMAND(1).");
        page.Head("COMMAND LINES OF OTHER TOOLS");
        page.Rows(verbs.Dialects);
        page.Head("PLACES IN FILES");
        page.Rows(HelpTopics.Paths);
        page.Head("EXIT STATUS");
        page.Rows(HelpTopics.ExitCodeRows);
        page.Head("ENVIRONMENT");
        foreach (var group in KnownVariables.All)
        {
            page._text.Append(".SS ").Append(Escaped(group.Title.TrimEnd(':'))).Append('\n');
            page.Rows(group.Rows);
        }

        return page._text.ToString();
    }

    /// <summary>The page of a verb, with those of its own verbs.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="context">Builds it.</param>
    public static string OfVerb(Verb verb, VerbContext context)
    {
        var page = new ManPage($"secretskit-{verb.Name}", verb.Summary);
        page.Verb(verb.Create(context), verb.Name, "SYNOPSIS", context);
        page.Head("SEE ALSO");
        page.Line("secretskit(1)");
        return page._text.ToString();
    }

    /// <summary>The page of a command line of another tool, or of a command of it.</summary>
    /// <param name="page">Its help, and that of each of its commands.</param>
    public static string OfDialect(DialectPages page)
    {
        var man = new ManPage($"secretskit-{page.Name}", page.Summary);
        foreach (var (name, help) in page.Pages)
        {
            man.Head(name.Length == 0 ? "SYNOPSIS" : name.ToUpperInvariant());
            foreach (var usage in help.Usage)
            {
                man._text.Append(".B ").Append(Escaped(usage)).Append("\n.br\n");
            }

            man._text.Append(".PP\n");
            man.Line(help.About);
            foreach (var section in help.Sections.Where(section => section.Rows.Count > 0))
            {
                man.Part(section.Heading);
                man.Rows(section.Rows);
            }
        }

        man.Head("SEE ALSO");
        man.Line("secretskit(1)");
        return man._text.ToString();
    }

    private void Verb(VerbCommand verb, string name, string title, VerbContext context)
    {
        Head(title);
        Line($"secretskit {verb.Help.Usage}");
        _text.Append(".PP\n");
        Line(verb.Help.About);
        if (verb.Children.Count > 0)
        {
            Part("Commands");
            Rows(verb.Children.Select(child => (child.Name, child.Summary)));
        }

        var words = verb.Words;
        if (words.Arguments.Count > 0)
        {
            Part("Arguments");
            Rows(words.Arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        }

        if (words.Options.Count > 0)
        {
            Part("Options");
            Rows(words.Options.Select(option => (VerbHelp.Names(option), option.Description ?? "")));
        }

        Part("Examples");
        Rows(verb.Help.Examples.Select(example => (example.Line, example.Purpose)));
        if (verb.Children.Count == 0)
        {
            Part("Exit status");
            Rows(VerbHelp.ExitCodes(verb.Help));
        }

        foreach (var child in verb.Children)
        {
            Verb(child.Create(context), $"{name} {child.Name}", $"{name} {child.Name}".ToUpperInvariant(), context);
        }
    }

    private void Head(string title) => _text.Append(".SH ").Append(Escaped(title)).Append('\n');

    private void Part(string title) => _text.Append(".SS ").Append(title).Append('\n');

    private void Rows(IEnumerable<(string Name, string About)> rows)
    {
        foreach (var (name, about) in rows)
        {
            _text.Append(".TP\n.B ").Append(Escaped(name)).Append('\n');
            Line(about);
        }

        _text.Append(".PP\n");
    }

    private void Line(string text) => _text.Append(Escaped(text)).Append('\n');

    // A full stop or an apostrophe at the start of a line would be a request, and a hyphen another character than people type.
    private static string Escaped(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("'", "\\(aq", StringComparison.Ordinal).Replace("`", "\\(ga", StringComparison.Ordinal)
            .Replace("~", "\\(ti", StringComparison.Ordinal).Replace("^", "\\(ha", StringComparison.Ordinal);
        return escaped is ['.', ..] ? "\\&" + escaped : escaped;
    }
}
