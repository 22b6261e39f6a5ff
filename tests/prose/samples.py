"""What office programs put on the clipboard, as far as it matters: their tags, classes, styles and comments."""

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>
<link rel=File-List href="file:///C:/Users/SAHAFI~1/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-unhide:no; direction:rtl; font-family:"Simplified Arabic";} --></style></head>
<body lang=AR-DZ style='tab-interval:36.0pt'><!--StartFragment-->
<h1 dir=RTL style='text-align:right'><b><span lang=AR-SA style='font-size:24.0pt;font-family:"Simplified Arabic"'>\
كواليس الاتفاق<o:p></o:p></span></b></h1>
<p class=MsoNormal dir=RTL style='text-align:right;direction:rtl;unicode-bidi:embed'><span lang=AR-SA
style='font-size:14.0pt;color:#1F3864;mso-ansi-language:EN-US'>قالت الوزارة<span style='mso-spacerun:yes'>\
&nbsp;&nbsp; </span>إن <b>المحطة</b> ستفتح <i>قريبا</i> وفق <a
href="https://example.org/report"><u>التقرير</u></a><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span dir=LTR>[1]</span></span></a>.</span>
<span dir=LTR><o:p></o:p></span></p>
<p class=MsoNormal dir=RTL><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst dir=RTL style='margin-right:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'>\
<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>\
&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]><span lang=AR-SA>مياه الشرب<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpLast dir=RTL style='margin-right:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'>\
<![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>\
&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]><span lang=AR-SA>مياه الري<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst dir=RTL style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'>\
<![if !supportLists]><span style='mso-list:Ignore'>١.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span>\
</span><![endif]><span lang=AR-SA>أولا<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpLast dir=RTL style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'>\
<![if !supportLists]><span style='mso-list:Ignore'>٢.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span>\
</span><![endif]><span lang=AR-SA>ثانيا<o:p></o:p></span></p>
<p class=MsoNormal dir=RTL><!--[if gte vml 1]><v:shape id="_x0000_i1025"><v:imagedata
src="file:///C:/Users/SAHAFI~1/AppData/Local/Temp/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=300
height=200 src="file:///C:/Users/SAHAFI~1/AppData/Local/Temp/clip_image001.png" v:shapes="_x0000_i1025"><![endif]></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 dir=rtl style='border-collapse:collapse'>
<tr><td width=200 valign=top style='width:150pt;border:solid windowtext 1.0pt'><p class=MsoNormal dir=RTL><b>\
<span lang=AR-SA>الولاية<o:p></o:p></span></b></p></td><td width=200 valign=top><p class=MsoNormal dir=RTL>\
<span lang=AR-SA>السكان<o:p></o:p></span></p></td></tr>
<tr><td width=200 valign=top><p class=MsoNormal dir=RTL><span lang=AR-SA>وهران<o:p></o:p></span></p></td>
<td width=200 valign=top><p class=MsoNormal dir=RTL><span dir=LTR>1584607<o:p></o:p></span></p></td></tr></table>
<div style='mso-element:footnote-list'><br clear=all><hr align=right size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText dir=RTL><a style='mso-footnote-id:ftn1'
href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><span dir=LTR>[1]</span></span></a>\
<span lang=AR-SA> تقرير الوزارة<o:p></o:p></span></p></div></div>
<!--EndFragment--></body></html>"""

WORD_ON_THE_SERVER = (
    "<h2>كواليس الاتفاق</h2>"
    "<p>قالت الوزارة إن <strong>المحطة</strong> ستفتح <em>قريبا</em> وفق "
    '<a href="https://example.org/report">التقرير</a>[1].</p>'
    "<p>· مياه الشرب</p><p>· مياه الري</p><p>١. أولا</p><p>٢. ثانيا</p>"
    "<table><tbody><tr><td><strong>الولاية</strong></td><td>السكان</td></tr>"
    "<tr><td>وهران</td><td>1584607</td></tr></tbody></table>"
    "<hr><p>[1] تقرير الوزارة</p>"
)

GOOGLE_DOCS = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-5d1c2f8e-7fff-1a2b-93c4-0d5e6f7a8b9c"><h2 dir="rtl"
style="line-height:1.38;margin-top:18pt;margin-bottom:6pt;"><span style="font-size:16pt;font-family:Arial;\
color:#000000;font-weight:400;white-space:pre-wrap;">سباق العقول</span></h2><p dir="rtl"
style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span style="font-size:11pt;font-weight:400;\
font-style:normal;white-space:pre-wrap;">أعلنت </span><span style="font-size:11pt;font-weight:700;\
white-space:pre-wrap;">ميتا</span><span style="font-size:11pt;font-weight:400;white-space:pre-wrap;"> عبر </span>\
<a href="https://www.google.com/url?q=https://example.org/ai?a%3D1%26b%3D2&amp;sa=D&amp;source=editors&amp;ust=1700"
style="text-decoration:none;"><span style="font-size:11pt;color:#1155cc;text-decoration:underline;">\
<u>بيان</u></span></a><span style="font-size:11pt;"> أن&nbsp;&nbsp;الفريق اكتمل.</span></p><br><p dir="rtl"
style="line-height:1.38;"><span style="font-size:11pt;"></span></p><ul style="margin-top:0;margin-bottom:0;\
padding-inline-start:48px;"><li dir="rtl" style="list-style-type:disc;font-size:11pt;" aria-level="1"><p dir="rtl"
role="presentation" style="line-height:1.38;"><span style="font-size:11pt;">عشرون باحثا</span></p></li><li dir="rtl"
style="list-style-type:disc;" aria-level="1"><p dir="rtl" role="presentation"><span>مليار دولار</span></p></li></ul>\
<div dir="rtl" align="right" style="margin-left:0pt;"><table style="border:none;border-collapse:collapse;"><colgroup>\
<col width="300"><col width="300"></colgroup><tbody><tr style="height:0pt"><td style="border-left:solid #000 1pt;">\
<p dir="rtl"><span style="font-weight:400;">الشركة</span></p></td><td><p dir="rtl"><span>العدد</span></p></td></tr>\
</tbody></table></div></b><br class="Apple-interchange-newline">"""

GOOGLE_DOCS_CLEAN = (
    "<h2>سباق العقول</h2>"
    '<p>أعلنت <strong>ميتا</strong> عبر <a href="https://example.org/ai?a=1&amp;b=2">بيان</a> أن الفريق اكتمل.</p>'
    "<ul><li>عشرون باحثا</li><li>مليار دولار</li></ul>"
    "<table><tbody><tr><td>الشركة</td><td>العدد</td></tr></tbody></table>"
)
